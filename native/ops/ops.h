// The ops of src/nn/backend.ts: each file checks the arguments of a family, makes its tensors and has the backend compute.
#pragma once

#include "ops/bound_op.h"

namespace dinofleet {

void define_memory(OpExports& ops);
void define_rows(OpExports& ops);
void define_matmul(OpExports& ops);
void define_activation(OpExports& ops);
void define_residual(OpExports& ops);
void define_attention(OpExports& ops);
void define_embedding(OpExports& ops);
void define_normalize(OpExports& ops);
void define_losses(OpExports& ops);
void define_centering(OpExports& ops);
void define_optimizer(OpExports& ops);
void define_random(OpExports& ops);
void define_neighbours(OpExports& ops);

// All of them.
inline Napi::Object make_ops(Napi::Env env, std::shared_ptr<Backend> backend) {
  Napi::Object exports = Napi::Object::New(env);
  OpExports ops(exports, std::move(backend));
  define_memory(ops);
  define_rows(ops);
  define_matmul(ops);
  define_activation(ops);
  define_residual(ops);
  define_attention(ops);
  define_embedding(ops);
  define_normalize(ops);
  define_losses(ops);
  define_centering(ops);
  define_optimizer(ops);
  define_random(ops);
  define_neighbours(ops);
  return exports;
}

}  // namespace dinofleet
