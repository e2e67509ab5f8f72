// The sequences of a packed batch, list after list: SequenceList of src/nn/backend.ts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace dinofleet {

// Sequences of one length, from token `start` on; neither count nor length is 0.
struct SequenceList {
  int64_t start, count, length;
};

struct Sequences {
  std::vector<SequenceList> lists;
  int64_t tokens = 0;
  int64_t heads = 0;
  int64_t head_dim = 0;

  int64_t width() const { return heads * head_dim; }
  int64_t count() const {
    int64_t sum = 0;
    for (const SequenceList& list : lists) sum += list.count;
    return sum;
  }
  int64_t longest() const {
    int64_t most = 0;
    for (const SequenceList& list : lists) most = std::max(most, list.length);
    return most;
  }
};

}  // namespace dinofleet
