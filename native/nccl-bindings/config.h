// ncclConfig_t as JavaScript gives it: Config in index.d.ts.
#pragma once

#include <string>

#include "napi/field.h"
#include "nccl-bindings/nccl_library.h"

namespace dinofleet::nccl {

class ConfigArgument {
 public:
  // Undefined is one of which NCCL chooses all.
  explicit ConfigArgument(const Field& field);

  // Good as long as this is.
  Config get() const;

 private:
  Config config_;
  std::string comm_name_, net_name_;
};

}  // namespace dinofleet::nccl
