// What the limiter makes of TikTok's limits, measured over 30 simulated minutes: three tenants of
// one app with a backlog each, one of them ten times greedier, and somebody who waits for answers
// beside it all. TikTok's part is played by a model of its own, with windows that begin with UTC's
// seconds and minutes or with windows that slide; calls take their time on the way, and not all the
// same.
//
// SPARKGATE_LIMITS=full measures every case: minutes, with sanitizers. Else the first of each kind.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/tiktok/limits/limiter.h"

namespace sparkgate::tiktok {
namespace {

constexpr absl::Duration kMeasured = absl::Minutes(30);
constexpr char kLine[] = "app at endpoint";
const absl::Time kBegin = absl::FromUnixMillis(1'767'225'617'340);  // no second's beginning

// What TikTok counts in one window; asked in the order of time.
class Window {
 public:
  Window(int64_t limit, absl::Duration length, bool sliding)
      : limit_(limit), length_(length), sliding_(sliding) {}

  bool IsFull(absl::Time at) {
    const auto over = [&](absl::Time counted) {
      return sliding_ ? counted <= at - length_ : Number(counted) != Number(at);
    };
    while (!counted_.empty() && over(counted_.front())) counted_.pop_front();
    return static_cast<int64_t>(counted_.size()) >= limit_;
  }
  void Count(absl::Time at) { counted_.push_back(at); }

 private:
  int64_t Number(absl::Time at) const {
    return absl::ToUnixSeconds(at) / absl::ToInt64Seconds(length_);
  }

  const int64_t limit_;
  const absl::Duration length_;
  const bool sliding_;
  std::deque<absl::Time> counted_;
};

// TikTok: takes a call or doesn't. What a minute doesn't hold stops all calls for five minutes, and
// calls that the second refuses count for the minute.
class Counter {
 public:
  Counter(int64_t per_second, int64_t per_minute, bool sliding)
      : second_(per_second, absl::Seconds(1), sliding),
        minute_(per_minute, absl::Minutes(1), sliding) {}

  bool Takes(absl::Time at) {
    if (at < stopped_until_) return false;
    if (minute_.IsFull(at)) {
      stopped_until_ = at + absl::Minutes(5);
      return false;
    }
    const bool takes = !second_.IsFull(at);
    second_.Count(at);
    minute_.Count(at);
    return takes;
  }

 private:
  Window second_;
  Window minute_;
  absl::Time stopped_until_ = absl::InfinitePast();
};

struct Case {
  std::string name;
  Quota published;
  // TikTok's own, where it differs from what is published.
  int64_t per_second = 0;
  int64_t per_minute = 0;
};

class Measurement {
 public:
  Measurement(const Case& played, bool sliding, absl::Duration unsteady)
      : quota_(played.published),
        allowed_{
            .per_second = played.per_second > 0 ? played.per_second : played.published.per_second,
            .per_minute = played.per_minute > 0 ? played.per_minute : played.published.per_minute},
        counter_(allowed_.per_second, allowed_.per_minute, sliding),
        unsteady_(unsteady) {}

  void Run() {
    for (int i = 0; i < 40; ++i) Join("greedy", Priority::kBackground);
    for (int i = 0; i < 4; ++i) Join("modest", Priority::kBackground);
    for (int i = 0; i < 4; ++i) Join("humble", Priority::kBackground);
    for (absl::Duration at; at < kMeasured; at += absl::Milliseconds(Between(2'000, 8'000))) {
      At(kBegin + at, [this] {
        Join("modest", Priority::kInteractive);
        LetGo();
      });
    }
    LetGo();
    while (!events_.empty() && events_.top().at < kBegin + kMeasured) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.at;
      event.run();
    }
  }

  // Of what the second and the minute allow.
  double part_used() const {
    const double minutes = absl::ToDoubleMinutes(kMeasured);
    return static_cast<double>(accepted_) /
           (minutes * static_cast<double>(std::min(allowed_.per_minute, 60 * allowed_.per_second)));
  }
  double part_refused() const {
    return static_cast<double>(refused_) / static_cast<double>(accepted_ + refused_);
  }
  // The smallest of the tenants', where 1 is a third of all.
  double smallest_share() const {
    int64_t all = 0;
    int64_t least = INT64_MAX;
    for (const auto& [tenant, calls] : served_) {
      all += calls;
      least = std::min(least, calls);
    }
    return 3.0 * static_cast<double>(least) / static_cast<double>(all);
  }
  absl::Duration p99() {
    std::ranges::sort(waited_);
    return waited_[waited_.size() * 99 / 100];
  }
  size_t waited() const { return waited_.size(); }

 private:
  struct Event {
    absl::Time at;
    int64_t number;
    std::function<void()> run;
    bool operator<(const Event& other) const {
      return std::tie(other.at, other.number) < std::tie(at, number);
    }
  };
  struct Joined {
    std::string tenant;
    Priority priority;
    absl::Time at;
  };

  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }
  absl::Duration OnTheWay() {
    return absl::Milliseconds(10) +
           absl::Microseconds(Between(0, absl::ToInt64Microseconds(unsteady_)));
  }
  void At(absl::Time at, std::function<void()> run) {
    events_.push({.at = at, .number = ++last_event_, .run = std::move(run)});
  }
  void Join(const std::string& tenant, Priority priority) {
    const Ticket ticket = limiter_.Join(
        {.line = kLine, .quota = quota_, .account = "", .tenant = tenant, .priority = priority},
        now_);
    joined_[ticket] = {.tenant = tenant, .priority = priority, .at = now_};
  }
  void LetGo() {
    for (const Ticket ticket : limiter_.Release(kLine, now_)) {
      At(now_ + OnTheWay(), [this, ticket] { Arrive(ticket); });
    }
    const absl::Time next = limiter_.NextRelease(kLine, now_);
    if (next == absl::InfiniteFuture() || next == wake_) return;
    wake_ = next;
    At(next, [this, next] {
      if (next == wake_) LetGo();  // else something else came to pass
    });
  }
  void Arrive(Ticket ticket) {
    const bool takes = counter_.Takes(now_);
    ++(takes ? accepted_ : refused_);
    At(now_ + OnTheWay(), [this, ticket, takes] { Return(ticket, takes); });
  }
  void Return(Ticket ticket, bool takes) {
    limiter_.Over(ticket, {takes ? Outcome::kAccepted : Outcome::kAppLimited}, now_);
    const Joined joined = joined_.extract(ticket).mapped();
    if (takes) ++served_[joined.tenant];
    if (joined.priority == Priority::kInteractive) {
      waited_.push_back(now_ - joined.at);
    } else {
      Join(joined.tenant, Priority::kBackground);  // the backlog has no end
    }
    LetGo();
  }

  const Quota quota_;
  const Quota allowed_;
  Counter counter_;
  const absl::Duration unsteady_;
  std::mt19937_64 random_{7};
  absl::Time now_ = kBegin;
  absl::Time wake_ = absl::InfinitePast();
  int64_t last_event_ = 0;
  std::priority_queue<Event> events_;
  Limiter limiter_;
  std::map<Ticket, Joined> joined_;
  std::map<std::string, int64_t> served_;
  int64_t accepted_ = 0;
  int64_t refused_ = 0;
  std::vector<absl::Duration> waited_;
};

// Of the cases, those that this run measures.
std::vector<Case> Measured(std::vector<Case> cases) {
  const char* const limits = std::getenv("SPARKGATE_LIMITS");
  if (limits == nullptr || std::string_view(limits) != "full") cases.resize(1);
  return cases;
}

std::string NameOf(const std::string& name, bool sliding) {
  return name + (sliding ? ", sliding" : ", fixed");
}

TEST(MeasuredLimits, ThirtyMinutesWithinWhatIsPublished) {
  const std::vector<Case> cases = {{"Basic", PublishedQuota(Tier::kBasic, "tt_video/list")},
                                   {"Premium", PublishedQuota(Tier::kPremium, "tt_video/list")},
                                   {"Basic, ads", PublishedQuota(Tier::kBasic, "ad/create")},
                                   {"Ultimate, ads", PublishedQuota(Tier::kUltimate, "ad/create")},
                                   {"codes", PublishedQuota(Tier::kBasic, "tt_video/authorize")}};
  for (const Case& played : Measured(cases)) {
    for (const bool sliding : {false, true}) {
      SCOPED_TRACE(NameOf(played.name, sliding));
      Measurement measurement(played, sliding, absl::Milliseconds(20));
      measurement.Run();
      EXPECT_GE(measurement.part_used(), 0.95);
      EXPECT_LE(measurement.part_refused(), 0.001);
      EXPECT_GE(measurement.smallest_share(), 0.8);
      EXPECT_LE(measurement.p99(), absl::Seconds(2));
      EXPECT_GE(measurement.waited(), 300u);
      fmt::print("{:24} used {:.1f} %, refused {:.3f} %, smallest share {:.2f}, p99 {} ms\n",
                 NameOf(played.name, sliding), 100 * measurement.part_used(),
                 100 * measurement.part_refused(), measurement.smallest_share(),
                 absl::ToInt64Milliseconds(measurement.p99()));
    }
  }
}

// Nobody told us; it is learned once, and kept to.
TEST(MeasuredLimits, ThirtyMinutesWhereTikTokAllowsLess) {
  const Quota basic = PublishedQuota(Tier::kBasic, "tt_video/list");
  const std::vector<Case> cases = {{"7 a second", basic, 7, 420},
                                   {"3 a second", basic, 3, 180},
                                   {"1 a second", basic, 1, 60},
                                   {"400 a minute", basic, 10, 400}};
  for (const Case& played : Measured(cases)) {
    for (const bool sliding : {false, true}) {
      SCOPED_TRACE(NameOf(played.name, sliding));
      Measurement measurement(played, sliding, absl::Milliseconds(20));
      measurement.Run();
      EXPECT_GE(measurement.part_used(), 0.7);
      EXPECT_LE(measurement.part_refused(), 0.01);
      EXPECT_GE(measurement.smallest_share(), 0.8);
      fmt::print("{:24} used {:.1f} %, refused {:.3f} %, smallest share {:.2f}, p99 {} ms\n",
                 NameOf(played.name, sliding), 100 * measurement.part_used(),
                 100 * measurement.part_refused(), measurement.smallest_share(),
                 absl::ToInt64Milliseconds(measurement.p99()));
    }
  }
}

// Calls that overtake each other, as they do on a bad line.
TEST(MeasuredLimits, ThirtyMinutesOverAnUnsteadyLine) {
  for (const bool sliding : {false, true}) {
    SCOPED_TRACE(NameOf("unsteady", sliding));
    Measurement measurement({"Basic", PublishedQuota(Tier::kBasic, "tt_video/list")}, sliding,
                            absl::Milliseconds(300));
    measurement.Run();
    // Of two calls a third of a second apart either may come first: no more than three quarters can
    // be safe.
    EXPECT_GE(measurement.part_used(), 0.6);
    EXPECT_LE(measurement.part_refused(), 0.005);
    EXPECT_GE(measurement.smallest_share(), 0.8);
    fmt::print("{:24} used {:.1f} %, refused {:.3f} %, smallest share {:.2f}, p99 {} ms\n",
               NameOf("unsteady", sliding), 100 * measurement.part_used(),
               100 * measurement.part_refused(), measurement.smallest_share(),
               absl::ToInt64Milliseconds(measurement.p99()));
  }
}

}  // namespace
}  // namespace sparkgate::tiktok
