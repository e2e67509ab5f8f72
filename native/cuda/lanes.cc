#include "cuda/runtime.h"

namespace dinofleet::cuda {

const char* name_of(Lane lane) {
  switch (lane) {
    case Lane::kCompute: return "compute";
    case Lane::kIn: return "in";
    case Lane::kOut: return "out";
    case Lane::kGather: return "gather";
    case Lane::kReduce: return "reduce";
  }
  return "unknown";
}

std::string failure(const char* op, const char* name, const char* text) {
  return std::string(op) + " has failed on the device, or what was given to it before: " + name + ", " + text +
         "; the last kernel is of " + last_launch.file + ":" + std::to_string(last_launch.line) +
         ". A device's error stays: this process ends. With CUDA_LAUNCH_BLOCKING=1 the op that is named is the one";
}

}  // namespace dinofleet::cuda
