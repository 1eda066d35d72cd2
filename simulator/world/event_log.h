// What happened in a world, as a number and a hash: two runs that did the same have the same hash.
//
// The hash is a sum of the records' hashes, and each record carries its ordinal under its subject.
// So the order of records about one subject counts, and the order between subjects at one instant
// doesn't: a story gives the same hash with one and with eight callers at work on disjoint objects.
// Nothing of a network address or of real time may enter a record, and never a code or a token.
//
// Plain value, guarded by its owner.
#ifndef SPARKGATE_SIMULATOR_WORLD_EVENT_LOG_H_
#define SPARKGATE_SIMULATOR_WORLD_EVENT_LOG_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <absl/time/time.h>

#include "simulator/world/table.h"

namespace sparkgate::simulator {

class EventLog {
 public:
  using Details = std::initializer_list<std::pair<std::string_view, std::string>>;

  // `kind` like "campaign.created", `subject` like "campaigns/7123…".
  void Append(absl::Time at, std::string_view kind, std::string_view subject, Details details = {});

  uint64_t count() const { return count_; }  // records so far = number of the last one
  std::string Hash() const;                  // 64 hex digits

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("count", self.count_);
    visit("sum", self.sum_);
    visit("ordinals", self.ordinals_);
  }

 private:
  uint64_t count_ = 0;
  std::array<uint64_t, 4> sum_{};  // lane by lane, modulo 2^64
  Table<uint64_t> ordinals_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_EVENT_LOG_H_
