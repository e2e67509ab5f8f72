// Which of a library's algorithms computes what, where there are several of other speed and other bits. It is chosen once: what a run has
// chosen it keeps, and processes of one machine choose alike.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace dinofleet::cuda {

class Algorithms {
 public:
  using Bytes = std::vector<uint8_t>;
  struct Choosing {
    // Whether one that was kept can be used.
    std::function<bool(const Bytes&)> fits;
    std::function<Bytes()> choose;
  };

  // `owner` is what choices are good for, device and library with its version; they are kept in `folder`, or nowhere where that is empty.
  Algorithms(std::string folder, std::string owner);

  // Goes before what the folder has, for what was not asked for so far.
  void adopt(std::map<std::string, Bytes> choices);
  // For `what`, by the run's choice, the machine's, or a new one.
  const Bytes& find(const std::string& what, const Choosing& choosing);
  // All that was found or adopted, by owner and what: a run keeps what it has not needed again so far.
  std::map<std::string, Bytes> all() const;

 private:
  std::string folder_;
  std::string owner_;
  std::map<std::string, Bytes> adopted_, found_;
};

}  // namespace dinofleet::cuda
