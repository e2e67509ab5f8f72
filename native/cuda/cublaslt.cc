#include "cuda/cublaslt.h"

#include <dlfcn.h>

#include <stdexcept>

namespace dinofleet::cuda {
namespace {

template <typename Function>
void find(void* library, const char* name, const std::string& path, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  if (function == nullptr) throw std::runtime_error(path + " has no " + name + ", expected cuBLASLt 13 or newer");
}

}  // namespace

CublasLt::CublasLt(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) throw std::runtime_error("cuBLASLt does not load: " + std::string(dlerror()));
  find(library, "cublasLtCreate", path, create);
  find(library, "cublasLtDestroy", path, destroy);
  find(library, "cublasLtGetStatusName", path, status_name);
  find(library, "cublasLtGetVersion", path, version);
  find(library, "cublasLtMatmulDescCreate", path, descriptor_create);
  find(library, "cublasLtMatmulDescSetAttribute", path, descriptor_set);
  find(library, "cublasLtMatmulDescDestroy", path, descriptor_destroy);
  find(library, "cublasLtMatrixLayoutCreate", path, layout_create);
  find(library, "cublasLtMatrixLayoutDestroy", path, layout_destroy);
  find(library, "cublasLtMatmulPreferenceCreate", path, preference_create);
  find(library, "cublasLtMatmulPreferenceSetAttribute", path, preference_set);
  find(library, "cublasLtMatmulPreferenceDestroy", path, preference_destroy);
  find(library, "cublasLtMatmulAlgoGetHeuristic", path, heuristic);
  find(library, "cublasLtMatmulAlgoCheck", path, algorithm_check);
  find(library, "cublasLtMatmul", path, multiply);
}

void CublasLt::check(Status status, const char* what) const {
  if (status != 0) throw std::runtime_error(std::string("cuBLASLt: ") + what + " failed: " + status_name(status));
}

}  // namespace dinofleet::cuda
