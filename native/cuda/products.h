// Matrix products on a GPU, by cuBLASLt: for each shape one algorithm, so that every run of it gives the same bits.
#pragma once

#include <map>
#include <memory>
#include <tuple>

#include "cuda/cublaslt.h"
#include "cuda/runtime.h"

namespace dinofleet::cuda {

class Products {
 public:
  // Of the device that this thread has set. Throws std::runtime_error.
  explicit Products(const std::string& library_path);
  ~Products();
  Products(const Products&) = delete;
  Products& operator=(const Products&) = delete;

  void multiply(const Runtime::Product& product, void* stream);

 private:
  class Plan;

  // What an algorithm depends on: the alignment of pointers as well.
  using Shape = std::tuple<bool, bool, int64_t, int64_t, int64_t, int, int64_t, int64_t, bool, bool, int, int64_t, uint32_t>;

  CublasLt lt_;
  CublasLt::Handle handle_ = nullptr;
  void* workspace_ = nullptr;
  std::map<Shape, std::unique_ptr<Plan>> plans_;
};

}  // namespace dinofleet::cuda
