#include "cuda/algorithms.h"

#include <utility>

#include "cuda/kept_file.h"

namespace dinofleet::cuda {

Algorithms::Algorithms(std::string folder, std::string owner)
    : folder_(std::move(folder)), owner_(in_file_name(std::move(owner))) {}

void Algorithms::adopt(std::map<std::string, Bytes> choices) { adopted_ = std::move(choices); }

std::map<std::string, Algorithms::Bytes> Algorithms::all() const {
  std::map<std::string, Bytes> out = adopted_;
  for (const auto& [name, bytes] : found_) out[name] = bytes;
  return out;
}

const Algorithms::Bytes& Algorithms::find(const std::string& what, const Choosing& choosing) {
  const std::string name = owner_ + "-" + what;
  if (const auto before = found_.find(name); before != found_.end()) return before->second;
  const auto is_good = [&](const Bytes& bytes) { return !bytes.empty() && choosing.fits(bytes); };

  if (const auto adopted = adopted_.find(name); adopted != adopted_.end() && is_good(adopted->second))
    return found_[name] = adopted->second;
  const std::string path = folder_.empty() ? "" : folder_ + "/" + name + ".algorithm";
  if (path.empty()) return found_[name] = choosing.choose();
  if (Bytes kept = read_kept(path); is_good(kept)) return found_[name] = std::move(kept);
  forget(path);
  const Bytes chosen = choosing.choose();
  keep(path, chosen);
  // Another process may have been the first.
  Bytes kept = read_kept(path);
  return found_[name] = is_good(kept) ? std::move(kept) : chosen;
}

}  // namespace dinofleet::cuda
