// The GPUs of this machine.
#pragma once

#include <string>

namespace dinofleet::cuda {

// Why none can be used, in a sentence; empty where some can.
std::string device_problem();

}  // namespace dinofleet::cuda
