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

}  // namespace dinofleet::cuda
