// What decides about ads when nobody does by hand: delays, or a desk with reviewers; and what they
// find. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_POLICY_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

// Reviewers who work at the same times.
struct ReviewShift {
  int64_t reviewers = 1;
  int64_t days = 0;      // bit 0: Monday, …, bit 6: Sunday; the days on which it begins
  absl::Duration start;  // since midnight
  absl::Duration end;    // likewise; not after `start`: on the next day

  friend bool operator==(const ReviewShift&, const ReviewShift&) = default;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("reviewers", self.reviewers);
    visit("days", self.days);
    visit("start", self.start);
    visit("end", self.end);
  }
};

// A desk at which reviewers take ads one by one. How long one takes is log-logistic: half of them
// the median or less, and P(more than x) falls like (median / x) ^ tail_shape.
//
// As it is, it decides about 150 ads on a weekday and 20 on a day of a weekend. At a third of that
// more than nine in ten are decided within a day; beyond it the queue grows (facts 11: most ads
// within 24 hours, some later).
struct ReviewDeskPlan {
  std::string timezone = "UTC";  // of the shifts
  std::vector<ReviewShift> shifts = {
      {.reviewers = 10, .days = 0b0011111, .start = absl::Hours(8), .end = absl::Hours(20)},
      {.reviewers = 3, .days = 0b1100000, .start = absl::Hours(10), .end = absl::Hours(16)}};
  absl::Duration median_service = absl::Minutes(20);  // of working time
  double tail_shape = 1.5;                            // smaller: heavier
  absl::Duration longest_service = absl::Hours(48);   // of working time
  double others_per_hour = 0;  // ads of advertisers outside the world, which wait in the same line

  friend bool operator==(const ReviewDeskPlan&, const ReviewDeskPlan&) = default;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("timezone", self.timezone);
    visit("shifts", self.shifts);
    visit("median_service", self.median_service);
    visit("tail_shape", self.tail_shape);
    visit("longest_service", self.longest_service);
    visit("others_per_hour", self.others_per_hour);
  }
};

struct ReviewPolicy {
  bool automatic = true;
  // Without a desk: decides after a delay between the two, drawn evenly per ad and round, and about
  // an appeal the same way.
  absl::Duration min_delay = absl::Hours(2);
  absl::Duration max_delay = absl::Hours(24);
  std::optional<ReviewDeskPlan> desk;
  double reject_fraction = 0;               // 0 to 1: share of ads that are rejected
  double partly_approve_fraction = 0;       // likewise; both together at most 1
  double appeal_success_fraction = 0;       // 0 to 1: share of appeals that succeed
  std::vector<std::string> rejected_words;  // in an ad's name or its post's caption
  bool reject_unlicensed_songs = false;     // songs that aren't licensed for ads
  std::vector<std::string>
      landing_page_domains;  // others' landing pages are rejected; none: all go

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("automatic", self.automatic);
    visit("min_delay", self.min_delay);
    visit("max_delay", self.max_delay);
    visit("desk", self.desk);
    visit("reject_fraction", self.reject_fraction);
    visit("partly_approve_fraction", self.partly_approve_fraction);
    visit("appeal_success_fraction", self.appeal_success_fraction);
    visit("rejected_words", self.rejected_words);
    visit("reject_unlicensed_songs", self.reject_unlicensed_songs);
    visit("landing_page_domains", self.landing_page_domains);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_REVIEW_POLICY_H_
