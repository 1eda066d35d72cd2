// How the review of one ad stands. Plain data; guarded by the world.
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

// What a reviewer finds.
struct ReviewDecision {
  ReviewVerdict verdict = ReviewVerdict::kApproved;  // not kNone
  std::vector<std::string> reasons;                  // at least one, unless it approves
  std::string suggestion;
  std::vector<std::string> forbidden_locations;  // a partial approval fills one of the three
  std::vector<std::string> forbidden_ages;
  std::vector<std::string> forbidden_placements;
  bool rejects_ad_group = false;  // a rejection's only: none of the group's ads may run

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("verdict", self.verdict);
    visit("reasons", self.reasons);
    visit("suggestion", self.suggestion);
    visit("forbidden_locations", self.forbidden_locations);
    visit("forbidden_ages", self.forbidden_ages);
    visit("forbidden_placements", self.forbidden_placements);
    visit("rejects_ad_group", self.rejects_ad_group);
  }
};

struct Review {
  std::string ad_id;
  absl::Time submit_time;
  // When it will be decided by itself. None under a manual policy, nor before a reviewer of the
  // desk has taken it.
  std::optional<absl::Time> due_time;
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

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_H_
