// The request_id of an answer (facts 1.2): 34 characters, YYYYMMDDHHMMSS of the world's time, 12
// digits and 8 hexadecimal ones. It is a keyed hash of the call, so that calls on disjoint objects
// can't disturb each other's, and repeated calls at one instant are counted. Not thread-safe: a
// world's lock guards it.
#ifndef SPARKGATE_SIMULATOR_WORLD_REQUEST_IDS_H_
#define SPARKGATE_SIMULATOR_WORLD_REQUEST_IDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>
#include <absl/time/time.h>

#include "base/crypto/hash.h"

namespace sparkgate::simulator {

class RequestIds {
 public:
  // `call` is whatever tells one call from another: method, path, arguments, caller.
  std::string Next(const KeyedRandom& random, absl::Time now, std::string_view call);

 private:
  absl::Time instant_ = absl::InfinitePast();
  std::string instant_text_;
  absl::flat_hash_map<uint64_t, uint64_t> repeats_;  // at this instant, by hash of the call
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REQUEST_IDS_H_
