// How the review of one ad stands, and the policy of the world's reviewer. Plain data; guarded by
// the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

enum class ReviewVerdict : uint8_t { kNone, kApproved, kPartlyApproved, kRejected };

// An advertiser's objection to a rejection. The rejection stands until it is decided.
enum class AppealState : uint8_t { kNone, kOpen, kSuccessful, kFailed };

struct Review {
  std::string ad_id;
  std::string advertiser_id;
  absl::Time submit_time;
  std::optional<absl::Time>
      due_time;  // when the automatic reviewer decides; none under a manual policy
  bool pending = true;
  ReviewVerdict verdict =
      ReviewVerdict::kNone;  // the last decision; stands while a new version is pending
  std::optional<absl::Time> decide_time;
  std::vector<std::string> reasons;
  std::string suggestion;
  std::vector<std::string> forbidden_locations;
  std::vector<std::string> forbidden_ages;
  std::vector<std::string> forbidden_placements;
  int64_t rounds = 0;                       // submissions so far
  AppealState appeal = AppealState::kNone;  // against the last decision
  std::optional<absl::Time> appeal_time;    // unset: kNone
  std::string appeal_reason;
  int64_t appeals = 0;  // so far

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("ad_id", self.ad_id);
    visit("advertiser_id", self.advertiser_id);
    visit("submit_time", self.submit_time);
    visit("due_time", self.due_time);
    visit("pending", self.pending);
    visit("verdict", self.verdict);
    visit("decide_time", self.decide_time);
    visit("reasons", self.reasons);
    visit("suggestion", self.suggestion);
    visit("forbidden_locations", self.forbidden_locations);
    visit("forbidden_ages", self.forbidden_ages);
    visit("forbidden_placements", self.forbidden_placements);
    visit("rounds", self.rounds);
    visit("appeal", self.appeal);
    visit("appeal_time", self.appeal_time);
    visit("appeal_reason", self.appeal_reason);
    visit("appeals", self.appeals);
  }
};

// Automatic: decides after a delay between the two, drawn evenly per ad and round, and about an
// appeal the same way.
struct ReviewPolicy {
  bool automatic = true;
  absl::Duration min_delay = absl::Hours(2);
  absl::Duration max_delay = absl::Hours(24);
  double reject_fraction = 0;          // 0 to 1: share of ads that are rejected
  double appeal_success_fraction = 0;  // 0 to 1: share of appeals that succeed

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("automatic", self.automatic);
    visit("min_delay", self.min_delay);
    visit("max_delay", self.max_delay);
    visit("reject_fraction", self.reject_fraction);
    visit("appeal_success_fraction", self.appeal_success_fraction);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_H_
