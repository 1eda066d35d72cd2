// What a long run varies: SPARKGATE_SEED, which tests/soak/run.sh raises each round.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_SEED_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_SEED_H_

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/crypto/hash.h"

namespace sparkgate::integration {

// "" if nobody set it.
inline std::string Seed() {
  const char* const seed = std::getenv("SPARKGATE_SEED");
  return seed == nullptr ? "" : seed;
}

// A choice below `bound`, the same for the same seed.
inline size_t Choose(std::string_view purpose, uint64_t ordinal, size_t bound) {
  return KeyedRandom(Seed()).Number(purpose, "", ordinal) % bound;
}

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_SEED_H_
