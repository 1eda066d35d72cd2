// Who waits at the review desk, and what its reviewers have in hand. Plain data; guarded by the
// world, changed by simulator/world/review/desk.h only.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_DESK_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_DESK_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include <absl/container/btree_set.h>
#include <absl/time/time.h>

#include "simulator/world/review/wait_histogram.h"

namespace sparkgate::simulator {

// The lines, in the order in which reviewers turn to them.
enum class ReviewLine : uint8_t { kRereview, kAppeal, kNew };
inline constexpr size_t kReviewLines = 3;

// Ads from outside the world that wait. Who comes while that many do goes elsewhere: a desk that
// can't cope would else be as large as it is old.
inline constexpr size_t kMostOthersWaiting = 100'000;

// Somebody in a line. 16 bytes, since a million may wait: ids of ads are numbers.
struct WaitingAd {
  int64_t since = 0;  // microseconds since 1970
  uint64_t ad = 0;

  friend auto operator<=>(const WaitingAd&, const WaitingAd&) = default;  // NOLINT(*-use-nullptr)

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("since", self.since);
    visit("ad", self.ad);
  }
};

// What a reviewer has in hand, and until when.
struct ReviewCase {
  absl::Time finish = absl::UnixEpoch();
  bool other = false;  // an ad from outside the world
  uint64_t ad = 0;     // of such an ad its ordinal
  int64_t shift = 0;   // of the reviewer; -1: one who leaves after it

  friend bool operator<(const ReviewCase& a, const ReviewCase& b) {
    if (a.finish != b.finish) return a.finish < b.finish;
    return a.other != b.other ? b.other : a.ad < b.ad;
  }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("finish", self.finish);
    visit("other", self.other);
    visit("ad", self.ad);
    visit("shift", self.shift);
  }
};

struct ReviewDesk {
  // Follows from the reviews and the cases: it isn't saved but made again (ReviveDesk).
  std::array<absl::btree_set<WaitingAd>, kReviewLines> lines;
  absl::btree_set<WaitingAd> in_hand;  // likewise: the world's ads among the cases
  absl::TimeZone zone;                 // likewise: of the policy's shifts
  std::set<ReviewCase> cases;
  std::vector<int64_t> busy;       // cases by shift
  uint64_t other_cases = 0;        // of them, those from outside
  std::set<WaitingAd> others;      // who wait, by ordinal
  uint64_t other_ordinal = 0;      // of the next one to come
  absl::Time next_other;           // when that is
  absl::Time ran_until;            // what reviewers did until then is done
  std::optional<absl::Time> wake;  // the instant of the event on the world's queue that counts
  WaitHistogram waits;             // from submission or appeal to decision
  // What changed lately, for whoever watches: the ads of the last changes, and the number of the
  // first of them.
  std::vector<uint64_t> changed;
  uint64_t first_change = 1;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("cases", self.cases);
    visit("busy", self.busy);
    visit("other_cases", self.other_cases);
    visit("others", self.others);
    visit("other_ordinal", self.other_ordinal);
    visit("next_other", self.next_other);
    visit("ran_until", self.ran_until);
    visit("wake", self.wake);
    visit("waits", self.waits);
    visit("changed", self.changed);
    visit("first_change", self.first_change);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_DESK_H_
