#include "server/tiktok/limits/bucket.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace sparkgate::tiktok {
namespace {

// After the first refusal, the second, …; the last for all that follow.
constexpr absl::Duration kPauses[] = {kSecondWindow, absl::Seconds(5), absl::Seconds(30),
                                      absl::Minutes(5)};
// After more refusals than fit into a minute's stop it was the day, of which nothing is learned.
constexpr int kMostOfAMinute = 5;
// While a single call is out, it isn't known when the next may leave; whoever asks asks again then.
constexpr absl::Duration kAnswerComes = absl::Milliseconds(200);

constexpr absl::Duration kRaiseEvery = absl::Hours(1);
constexpr double kRaise = 1.1;
// Refused with about as many as were believed in: calls arrived closer together than they left, or
// somebody else uses the app. Longer windows help against the one, lower numbers against the other.
constexpr double kAboutAsMany = 0.8;
constexpr double kStretch = 0.02;
constexpr int kStretchesBeforeLess = 2;
constexpr double kMostStretch = 1.4;  // a pace remembers no longer
constexpr double kLessAMinute = 0.98;
// Somebody else's calls may have filled the window, so one refusal takes no more than half.
constexpr double kAtLeast = 0.5;
// No level allows more, so what is learned above it says nothing.
constexpr int64_t kMostASecond = 50;

absl::Duration PauseAfter(int refusals) {
  const auto index = std::min<size_t>(static_cast<size_t>(refusals), std::size(kPauses)) - 1;
  return kPauses[index];
}

int64_t Part(int64_t number, double part) {
  return static_cast<int64_t>(static_cast<double>(number) * part);
}

int64_t AtLeastHalf(int64_t accepted, int64_t before) {
  return std::max({int64_t{1}, accepted, Part(before, kAtLeast)});
}

}  // namespace

void Bucket::Publish(const Quota& published) {
  if (published == published_) return;
  published_ = published;
  learned_ = {};
  stretch_ = 1;
  stretched_ = 0;
}

absl::Time Bucket::Next(Priority priority, absl::Time now) const {
  absl::Time next = pace_.Next(quota(), stretch_, priority, now);
  if (!incident_.has_value()) return next;
  // More than a pause ahead: the clock was set back since.
  if (incident_->until <= now + PauseAfter(incident_->refusals)) {
    next = std::max(next, incident_->until);
  }
  return incident_->single.has_value() ? std::max(next, now + kAnswerComes) : next;
}

absl::Time Bucket::Take(absl::Time now) {
  RaiseIfDue(now);
  const absl::Time sent = pace_.Take(quota(), stretch_, now);
  if (incident_.has_value()) incident_->single = sent;
  return sent;
}

void Bucket::Accepted(absl::Time sent, absl::Time now) {
  pace_.Accept(sent);
  if (!incident_.has_value() || incident_->single != sent) return;
  Learn(now);
  incident_.reset();
}

void Bucket::Refused(absl::Time sent, std::optional<int64_t> stated, absl::Time now) {
  const bool known = stated.has_value() && *stated > 0;
  if (known) {
    learned_.per_second = Stricter(learned_, {.per_second = *stated}).per_second;
    changed_ = now;
  }
  if (!incident_.has_value()) return Begin(sent, known, now);
  incident_->limit_known = incident_->limit_known || known;
  if (incident_->single != sent) return;  // it left before all this began
  incident_->single.reset();
  // Asked now, since by its end that will be forgotten.
  incident_->in_minute =
      std::max(incident_->in_minute,
               pace_.AcceptedWithin(kMinuteWindow * stretch_, incident_->first_refused));
  ++incident_->refusals;
  incident_->until = now + PauseAfter(incident_->refusals);
}

void Bucket::Lost(absl::Time sent) {
  if (incident_.has_value() && incident_->single == sent) incident_->single.reset();
}

void Bucket::Begin(absl::Time sent, bool limit_known, absl::Time now) {
  incident_ = Incident{.first_refused = sent,
                       .until = now + PauseAfter(1),
                       .refusals = 1,
                       .limit_known = limit_known,
                       .single = std::nullopt};
}

void Bucket::Learn(absl::Time now) {
  if (incident_->refusals == 1) {
    if (!incident_->limit_known) LowerSecond(incident_->first_refused);
  } else if (incident_->refusals <= kMostOfAMinute) {
    LowerMinute(incident_->in_minute);
  }
  changed_ = now;
}

void Bucket::LowerSecond(absl::Time refused) {
  const int64_t before = quota().per_second;
  const int64_t accepted =
      AtLeastHalf(pace_.AcceptedWithin(kSecondWindow * stretch_, refused), before);
  if (before == 0 || accepted <= Part(before, kAboutAsMany)) {
    learned_.per_second = accepted;
    stretched_ = 0;
  } else if (stretched_ < kStretchesBeforeLess && stretch_ < kMostStretch) {
    stretch_ += kStretch;
    ++stretched_;
  } else {
    learned_.per_second = std::max<int64_t>(1, before - 1);
    stretched_ = 0;
  }
}

void Bucket::LowerMinute(int64_t in_minute) {
  const int64_t before = quota().per_minute;
  const int64_t accepted = AtLeastHalf(in_minute, before);
  const int64_t a_little_less = std::max<int64_t>(1, Part(before, kLessAMinute));
  learned_.per_minute = before == 0 ? accepted : std::min(accepted, a_little_less);
}

void Bucket::RaiseIfDue(absl::Time now) {
  const bool lowered = learned_ != Quota{} || stretch_ > 1;
  if (!lowered || incident_.has_value() || now - changed_ < kRaiseEvery) return;
  const auto raise = [](int64_t& number, int64_t most) {
    if (number == 0) return;
    number = std::max(number + 1, Part(number, kRaise));
    if (number >= most) number = 0;
  };
  raise(learned_.per_second, published_.per_second > 0 ? published_.per_second : kMostASecond);
  raise(learned_.per_minute, published_.per_minute > 0 ? published_.per_minute : 60 * kMostASecond);
  stretch_ = std::max(1.0, stretch_ - kStretch);
  changed_ = now;
}

bool Bucket::Forgettable(absl::Time now) const {
  return !incident_.has_value() && learned_ == Quota{} && stretch_ <= 1 &&
         pace_.last() + absl::Hours(24) < now;
}

}  // namespace sparkgate::tiktok
