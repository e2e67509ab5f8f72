// Philox 4x32-10: four random words from a counter and a key, without any state. Salmon et al. 2011, "Parallel random
// numbers: as easy as 1, 2, 3". For kernels as well.
#pragma once

#include <cstdint>

#include "host/anywhere.h"

namespace dinofleet {

struct PhiloxKey {
  uint32_t low, high;
};

struct PhiloxWords {
  uint32_t word[4];
};

DINOFLEET_ANYWHERE inline PhiloxWords philox(PhiloxWords counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const uint64_t even = uint64_t{0xD2511F53} * counter.word[0];
    const uint64_t odd = uint64_t{0xCD9E8D57} * counter.word[2];
    counter = {{static_cast<uint32_t>(odd >> 32) ^ counter.word[1] ^ key.low, static_cast<uint32_t>(odd),
                static_cast<uint32_t>(even >> 32) ^ counter.word[3] ^ key.high, static_cast<uint32_t>(even)}};
    key.low += 0x9E3779B9;
    key.high += 0xBB67AE85;
  }
  return counter;
}

}  // namespace dinofleet
