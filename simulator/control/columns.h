// Values of enumerations in protobuf and in the world: two columns, looked up from either side.
// Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_COLUMNS_H_
#define SPARKGATE_SIMULATOR_CONTROL_COLUMNS_H_

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include <absl/status/statusor.h>

#include "base/error.h"

namespace sparkgate::simulator {

template <class Ours, class Theirs>
struct Pair {
  Ours ours;
  Theirs theirs;
};

// The other column, or its zero value.
template <class Ours, class Theirs, size_t kSize>
Theirs TheirsOf(const Pair<Ours, Theirs> (&pairs)[kSize], const Ours& ours) {
  const auto* found = std::ranges::find(pairs, ours, &Pair<Ours, Theirs>::ours);
  return found == std::end(pairs) ? Theirs{} : found->theirs;
}
template <class Ours, class Theirs, size_t kSize>
absl::StatusOr<Ours> OursOf(const Pair<Ours, Theirs> (&pairs)[kSize], std::string_view field,
                            Theirs theirs) {
  const auto* found = std::ranges::find(pairs, theirs, &Pair<Ours, Theirs>::theirs);
  if (found == std::end(pairs)) return InvalidField(field, "Not one of the values.");
  return found->ours;
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_COLUMNS_H_
