// Matrix products on a GPU, by cuBLASLt: for each shape one algorithm, the fastest of those that it proposes (algorithms.h).
#pragma once

#include <map>
#include <memory>
#include <tuple>

#include "cuda/algorithms.h"
#include "cuda/cublaslt.h"
#include "cuda/runtime.h"

namespace dinofleet::cuda {

class Products {
 public:
  // Of the device that this thread has set; choices are kept in `folder`, or nowhere where that is empty. Throws std::runtime_error.
  Products(const std::string& library_path, const std::string& folder, const std::string& device_name);
  ~Products();
  Products(const Products&) = delete;
  Products& operator=(const Products&) = delete;

  // Where it has to choose, the host waits for the stream.
  void multiply(const Runtime::Product& product, void* stream);

  Algorithms& algorithms() { return algorithms_; }

 private:
  class Plan;

  // What an algorithm depends on: the alignment of pointers as well.
  using Shape = std::tuple<bool, bool, int64_t, int64_t, int64_t, int, int64_t, int64_t, bool, bool, int, int64_t, uint32_t>;

  CublasLt lt_;
  CublasLt::Handle handle_ = nullptr;
  void* workspace_ = nullptr;
  Algorithms algorithms_;
  std::map<Shape, std::unique_ptr<Plan>> plans_;
};

}  // namespace dinofleet::cuda
