// What each source of this addon adds to a backend, in the order of src/nn/backend.ts.
#pragma once

#include <napi.h>

#include "napi/tensor.h"

namespace dinofleet::cpu {

void init_describe(Napi::Env env, Napi::Object exports);
void init_memory(Napi::Env env, Napi::Object exports);
void init_matmul(Napi::Env env, Napi::Object exports, DType compute);
void init_activation(Napi::Env env, Napi::Object exports);
void init_residual(Napi::Env env, Napi::Object exports);
void init_attention(Napi::Env env, Napi::Object exports);
void init_embedding(Napi::Env env, Napi::Object exports);
void init_normalize(Napi::Env env, Napi::Object exports);
void init_losses(Napi::Env env, Napi::Object exports);
void init_centering(Napi::Env env, Napi::Object exports);
void init_optimizer(Napi::Env env, Napi::Object exports);
void init_random(Napi::Env env, Napi::Object exports);

}  // namespace dinofleet::cpu
