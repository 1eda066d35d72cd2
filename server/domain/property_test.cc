// Properties of the lifecycle tables, over random stories. A failure names its seed.
#include <random>

#include <gtest/gtest.h>

#include "server/domain/code.h"
#include "server/domain/spark_post.h"

namespace sparkgate::server {
namespace {

constexpr int kStories = 2'000;
const absl::Time kStart = absl::FromUnixSeconds(1'767'225'600);

class Story {
 public:
  explicit Story(unsigned seed) : random_(seed) {}
  int Pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  // Now and then exactly nothing, so that boundaries are met.
  absl::Duration SomeTime() { return Pick(4) == 0 ? absl::ZeroDuration() : absl::Hours(Pick(300)); }

 private:
  std::mt19937 random_;
};

TEST(PropertyTest, TimeNeverRevivesAnExpiredCode) {
  for (unsigned seed = 0; seed < kStories; ++seed) {
    Story story(seed);
    Code code;
    code.start_time = kStart;
    code.end_time = EndAfter(kStart, 7);
    absl::Time now = kStart;
    for (int step = 0; step < 40; ++step) {
      now += story.SomeTime();
      const CodeState before = StateAt(code, now);
      ASSERT_EQ(before == CodeState::kExpired,
                now >= code.end_time && code.state != CodeState::kDeleted)
          << "seed " << seed;
      const auto event = static_cast<CodeEvent>(story.Pick(5));
      const bool applied = ApplyCodeEvent(code, event, now);
      ASSERT_EQ(applied, NextCodeState(before, event).has_value()) << "seed " << seed;
      if (applied && event == CodeEvent::kExtended) {
        code.end_time += story.Pick(60) * absl::Hours(24);
      } else if (before == CodeState::kExpired && event != CodeEvent::kDeleted) {
        ASSERT_EQ(StateAt(code, now + story.SomeTime()), CodeState::kExpired) << "seed " << seed;
      }
      if (before == CodeState::kDeleted && event != CodeEvent::kShownAgain) {
        ASSERT_EQ(StateAt(code, now), CodeState::kDeleted) << "seed " << seed;
      }
      ASSERT_NE(code.state, CodeState::kExpired) << "never stored; seed " << seed;
    }
  }
}

TEST(PropertyTest, TimeNeverReauthorizesAPost) {
  for (unsigned seed = 0; seed < kStories; ++seed) {
    Story story(seed);
    SparkPost post;
    post.auth_end = EndAfter(kStart, 7);
    absl::Time now = kStart;
    for (int step = 0; step < 40; ++step) {
      now += story.SomeTime();
      const SparkPostStep before = StateAt(post, now);
      if (now >= post.auth_end && post.state == SparkPostState::kAuthorized) {
        ASSERT_TRUE(ApplySparkPostEvent(post, SparkPostEvent::kEnded)) << "seed " << seed;
        ASSERT_EQ(StateAt(post, now), before) << "told or not, it has ended; seed " << seed;
      }
      const auto event = static_cast<SparkPostEvent>(story.Pick(7));
      const bool applied = ApplySparkPostEvent(post, event);
      ASSERT_EQ(applied, NextSparkPostState(before.state, before.reason, event).has_value())
          << "seed " << seed;
      if (event == SparkPostEvent::kAuthorized) post.auth_end = EndAfter(now, story.Pick(9));
      const SparkPostStep after = StateAt(post, now);
      if (before.state == SparkPostState::kUnbound && event != SparkPostEvent::kAuthorized &&
          event != SparkPostEvent::kShownAgain) {
        ASSERT_EQ(after, before) << "what is gone stays so; seed " << seed;
      }
      if (before.state != SparkPostState::kAuthorized && event != SparkPostEvent::kAuthorized) {
        ASSERT_NE(after.state, SparkPostState::kAuthorized) << "seed " << seed;
      }
      // A reason is there exactly when the authorization isn't.
      ASSERT_EQ(after.state == SparkPostState::kAuthorized,
                after.reason == UnauthorizedReason::kNone)
          << "seed " << seed;
    }
  }
}

TEST(PropertyTest, DueTimesNeverSkipAnAlertAndEndWithTheEnd) {
  for (unsigned seed = 0; seed < kStories; ++seed) {
    Story story(seed);
    std::vector<int> days;
    for (int i = story.Pick(6); i > 0; --i) days.push_back(story.Pick(40));
    const absl::Time end = EndAfter(kStart, story.Pick(40));
    absl::Time at = kStart - absl::Hours(story.Pick(100));
    while (const auto due = NextAuthorizationDue(end, at, days)) {
      ASSERT_GT(due->at, at) << "seed " << seed;
      for (const int distance : days) {
        const absl::Time alert = end - distance * absl::Hours(24);
        ASSERT_FALSE(at < alert && alert < due->at) << "seed " << seed;
      }
      ASSERT_EQ(due->days_before == 0, due->at == end) << "seed " << seed;
      at = due->at;
    }
  }
}

TEST(PropertyTest, TheCanonicalFormIsItsOwnCanonicalForm) {
  constexpr std::string_view kPieces[] = {"A", "z",  "0", "+",  "/", "_", "-",  "=",        "#",
                                          " ", "\n", "'", "\"", "`", "!", "\t", "\xC2\xA0", "x"};
  int accepted = 0;
  for (unsigned seed = 0; seed < 5'000; ++seed) {
    Story story(seed);
    std::string text = story.Pick(2) == 0 ? "\"" : "";
    // Mostly sound, so that both answers come up.
    for (int i = 15 + story.Pick(30); i > 0; --i) {
      text += story.Pick(40) == 0 ? kPieces[story.Pick(18)] : kPieces[story.Pick(7)];
    }
    if (text.starts_with('"')) text += '"';
    const absl::StatusOr<std::string> once = CanonicalCode(text, "code");
    if (!once.ok()) continue;
    ++accepted;
    const absl::StatusOr<std::string> twice = CanonicalCode(*once, "code");
    ASSERT_TRUE(twice.ok()) << "seed " << seed;
    ASSERT_EQ(*twice, *once) << "seed " << seed;
    ASSERT_EQ(*CanonicalCode(once->substr(1), "code"), *once) << "seed " << seed;
  }
  EXPECT_GT(accepted, 500);
}

}  // namespace
}  // namespace sparkgate::server
