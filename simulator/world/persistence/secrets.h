// Knows a world's secrets (codes, tokens, app secrets, callback addresses) and puts a short hash in
// their place wherever they stand: two can be told apart, none can be used. Learn first; then
// thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_SECRETS_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_SECRETS_H_

#include <string>
#include <string_view>

#include <absl/container/flat_hash_set.h>
#include <boost/json/value.hpp>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

class Secrets {
 public:
  // Keeps views into `state`, which must stay as it is while they are used.
  void Learn(const WorldState& state);

  // "secret:1a2b3c4d" if it is one, else the text itself.
  std::string Masked(std::string_view text) const;
  // `value` with every secret in it masked, keys as well. `field` is the name it stands under.
  boost::json::value Masked(std::string_view field, const boost::json::value& value) const;

 private:
  absl::flat_hash_set<std::string_view> known_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_SECRETS_H_
