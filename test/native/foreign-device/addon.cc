// foreign.node: tensors of a device that is none of this machine's, for tests. Their memory cannot be touched: whoever reads or writes
// it ends the process.
#include <napi.h>
#include <sys/mman.h>

#include <memory>
#include <new>

#include "napi/args.h"

namespace {

using namespace dinofleet;

class Untouchable : public Storage {
 public:
  explicit Untouchable(size_t bytes) : Storage({Device::Kind::kCuda, 1}, map(bytes), bytes) {}
  ~Untouchable() override { munmap(data(), mapped(bytes())); }

 private:
  static size_t mapped(size_t bytes) { return bytes == 0 ? 1 : bytes; }

  static std::byte* map(size_t bytes) {
    void* memory = mmap(nullptr, mapped(bytes), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    return static_cast<std::byte*>(memory);
  }
};

Napi::Value empty(const Napi::CallbackInfo& info) {
  Args args(info, "empty");
  Tensor out;
  out.shape = args.shape(0, "shape");
  out.dtype = args.dtype(1, "dtype");
  out.storage = std::make_shared<Untouchable>(bytes_of(out.shape, out.dtype));
  return wrap(info.Env(), out);
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  init_tensor(env, {Device::Kind::kCuda, 1});
  define<empty>(env, exports, "empty");
  return exports;
}

}  // namespace

NODE_API_MODULE(foreign, init)
