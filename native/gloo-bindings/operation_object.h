// An Operation as JavaScript sees it. Keeps its owner, the mesh, from being collected.
#pragma once

#include <napi.h>

#include <memory>

#include "gloo-bindings/channel.h"
#include "gloo-bindings/operation.h"

namespace dinofleet::comm {

// `owner` is the JavaScript object that holds the operation's memory.
Napi::Object wrap_operation(Napi::Object owner, std::shared_ptr<Operation> operation, std::shared_ptr<Traffic> traffic);

// An error that a peer or the network caused; its code is COMM_FAILED.
Napi::Error comm_error(Napi::Env env, const std::string& message);

}  // namespace dinofleet::comm
