#include "server/tiktok/limits/gate.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/patience.h"

namespace sparkgate::tiktok {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'767'225'600);

absl::Status Failure(const std::string& reason, const std::string& code = "",
                     const std::string& message = "no") {
  return Error(absl::StatusCode::kUnavailable, message,
               {.reason = reason, .who = Actor::kNobody, .metadata = {{"tiktok_code", code}}});
}

class GateTest : public testing::Test {
 protected:
  Endpoint At(double speed, const std::string& url = "http://tiktok") const {
    return {.base_url = url,
            .app = "app",
            .tenant = "w",
            .pacing = {.limited = true, .now = kNow, .read = kNow, .speed = speed}};
  }
  absl::StatusOr<Gate::Pass> Enter(const Endpoint& endpoint) {
    return gate_.Enter({endpoint, "ad/get", "7"});
  }
  // What becomes of a call that TikTok answers with `answer`.
  absl::Status Call(const Endpoint& endpoint, const absl::Status& answer = absl::OkStatus()) {
    const auto pass = Enter(endpoint);
    if (!pass.ok()) return pass.status();
    gate_.Over(*pass, answer);
    return answer;
  }
  void Fill(const Endpoint& endpoint, int calls = 10) {
    for (int i = 0; i < calls; ++i) ASSERT_TRUE(Call(endpoint).ok()) << i;
  }

  ManualClock clock_{kNow};
  Gate gate_{clock_, 100};
};

TEST_F(GateTest, WhereNothingIsLimitedNobodyIsCounted) {
  const Endpoint open{.base_url = "http://tiktok", .app = "app", .tenant = "w"};
  for (int i = 0; i < 1'000; ++i) {
    const auto pass = Enter(open);
    ASSERT_TRUE(pass.ok());
    EXPECT_EQ(pass->place, nullptr);
    gate_.Over(*pass, Failure("TIKTOK_UNAVAILABLE"));
  }
  EXPECT_FALSE(gate_.Rest(open, 1));  // nor is anything repeated
  Fill(At(1));
}

// However patient somebody is: time doesn't move while he waits.
TEST_F(GateTest, NobodyWaitsForAClockThatStands) {
  const PatienceScope patience(Priority::kInteractive, absl::Hours(1));
  Fill(At(0));
  const absl::Status refused = Call(At(0));
  EXPECT_EQ(ReasonOf(refused), "LIMIT_WAIT_TOO_LONG");
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(refused).retry_after, kSecondWindow);
  EXPECT_GT(DetailOf(Call(At(0))).retry_after, kSecondWindow);  // they don't all come at once
  EXPECT_FALSE(gate_.Rest(At(0), 1));
  Endpoint later = At(0);
  later.pacing.now += absl::Seconds(2);
  Fill(later);
}

TEST_F(GateTest, EachWorldIsLimitedForItself) {
  const PatienceScope patience(Priority::kInteractive, absl::ZeroDuration());
  Fill(At(0, "http://simulator/w/one"));
  Fill(At(0, "http://simulator/w/two"));
  EXPECT_FALSE(Call(At(0, "http://simulator/w/one")).ok());
}

TEST_F(GateTest, WhoIsPatientWaitsForHisTurn) {
  const PatienceScope none(Priority::kInteractive, absl::ZeroDuration());
  Fill(At(1));
  EXPECT_EQ(ReasonOf(Call(At(1))), "LIMIT_WAIT_TOO_LONG");
  std::atomic<bool> over = false;
  std::thread waits([&] {
    const PatienceScope patience(Priority::kInteractive, absl::Hours(1));
    EXPECT_TRUE(Call(At(1)).ok());
    over = true;
  });
  while (!over) clock_.Advance(absl::Milliseconds(1));
  waits.join();
  EXPECT_GE(clock_.Now(), kNow + kSecondWindow);
}

TEST_F(GateTest, AFasterClockIsWaitedForLessLong) {
  Fill(At(1'000'000));
  // A second of that world is a microsecond.
  const PatienceScope patience(Priority::kInteractive, absl::Hours(1));
  std::atomic<bool> over = false;
  std::thread waits([&] {
    const PatienceScope little(Priority::kInteractive, absl::Minutes(1));
    EXPECT_TRUE(Call(At(1'000'000)).ok());
    over = true;
  });
  while (!over) clock_.Advance(absl::Microseconds(1));
  waits.join();
}

TEST_F(GateTest, WhoseCallerWentAwayGivesUp) {
  Fill(At(1));
  const PatienceScope gone(Priority::kInteractive, absl::Hours(1), [] { return true; });
  EXPECT_EQ(ReasonOf(Call(At(1))), "LIMIT_WAIT_TOO_LONG");
}

// Each for his own, and for nobody else's.
TEST_F(GateTest, ManyThreadsAllGetTheirTurn) {
  std::atomic<int> over = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const PatienceScope patience(Priority::kInteractive, absl::Hours(1));
      for (int call = 0; call < 20; ++call) EXPECT_TRUE(Call(At(1)).ok());
      ++over;
    });
  }
  while (over < 6) clock_.Advance(absl::Microseconds(100));
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(clock_.Now(), kNow + 11 * kSecondWindow);  // 120 calls, ten a second
}

TEST_F(GateTest, AnEndpointThatFailsIsLeftAloneForAWhile) {
  for (int i = 0; i < 5; ++i) Call(At(1), Failure("TIKTOK_UNAVAILABLE")).IgnoreError();
  const absl::Status refused = Call(At(1));
  EXPECT_EQ(ReasonOf(refused), "TIKTOK_RESTING");
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(DetailOf(refused).retry_after, absl::Seconds(5));
  EXPECT_TRUE(gate_.Enter({At(1), "ad/update", ""}).ok());  // another endpoint
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(Call(At(1)).ok());
  EXPECT_TRUE(Call(At(1)).ok());
}

TEST_F(GateTest, OneThatTriesAndFindsNoRoomLetsAnotherTry) {
  Fill(At(1), 5);
  for (int i = 0; i < 5; ++i) Call(At(1), Failure("TIKTOK_UNAVAILABLE")).IgnoreError();
  clock_.Advance(absl::Seconds(5));
  {
    const PatienceScope none(Priority::kBackground, absl::ZeroDuration());
    Call(At(1), Failure("TIKTOK_THROTTLED", "40100")).IgnoreError();  // answered: it lives
    EXPECT_EQ(ReasonOf(Call(At(1))), "LIMIT_WAIT_TOO_LONG");
  }
  clock_.Advance(absl::Seconds(2));
  EXPECT_TRUE(Call(At(1)).ok());
}

// It is broken on purpose, and how often it was called mustn't depend on real time.
TEST_F(GateTest, AWorldThatStandsStillIsNeverLeftAlone) {
  for (int i = 0; i < 9; ++i) Call(At(0), Failure("TIKTOK_UNAVAILABLE")).IgnoreError();
  EXPECT_TRUE(Call(At(0)).ok());
}

TEST_F(GateTest, UsesItsPartOfTheLimitsOnly) {
  const PatienceScope none(Priority::kInteractive, absl::ZeroDuration());
  Gate half(clock_, 50);
  const Endpoint endpoint = At(1);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(half.Enter({endpoint, "ad/get", ""}).ok()) << i;
  EXPECT_FALSE(half.Enter({endpoint, "ad/get", ""}).ok());
}

TEST(ReadLimits, KnowsWhoseLimitItWas) {
  const auto read = [](const absl::Status& answer) { return ReadLimits(answer).outcome; };
  EXPECT_EQ(read(absl::OkStatus()), Outcome::kAccepted);
  EXPECT_EQ(read(Failure("TIKTOK_REFUSED", "40002")), Outcome::kAccepted);
  EXPECT_EQ(read(Failure("TIKTOK_UNAVAILABLE", "50000")), Outcome::kLost);
  for (const char* code : {"40100", "40016", "61000", ""}) {
    EXPECT_EQ(read(Failure("TIKTOK_THROTTLED", code)), Outcome::kAppLimited) << code;
  }
  EXPECT_EQ(read(Failure("TIKTOK_THROTTLED", "40132")), Outcome::kAccountLimited);
}

// TikTok's sentences (facts 1.4).
TEST(ReadLimits, ReadsALimitFromTikToksSentence) {
  const auto stated = [](const std::string& message) {
    return ReadLimits(Failure("TIKTOK_THROTTLED", "40133", message)).stated;
  };
  EXPECT_EQ(stated("TikTok says: Advertiser (7)'s QPS (21) reaches QPS limit 20 for current path, "
                   "request is temporarily restricted."),
            20);
  EXPECT_EQ(stated("Advertiser (7)'s QPM (601) reaches QPM limit 600 for current path."),
            std::nullopt);
  EXPECT_EQ(stated("… reaches QPS limit soon"), std::nullopt);
}

TEST_F(GateTest, TellsWhatItHoldsAndWhatItLearned) {
  const std::unique_ptr<Metrics> metrics = Metrics::Create();
  Gate gate(clock_, 50, metrics.get());
  const PatienceScope patience(Priority::kInteractive, absl::ZeroDuration());
  const Endpoint endpoint = At(1);
  const auto call = [&](const absl::Status& answer) {
    const auto pass = gate.Enter({endpoint, "ad/get", "7"});
    if (pass.ok()) gate.Over(*pass, answer);
    return pass.status();
  };
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(call(absl::OkStatus()).ok()) << i;
  EXPECT_FALSE(call(absl::OkStatus()).ok());
  const std::string text = metrics->Render();
  const auto has = [&](const std::string& line) {
    return metrics->Render().find("\n" + line + "\n") != std::string::npos;
  };
  EXPECT_TRUE(has("tiktok_allowance_calls{endpoint=\"ad/get\",window=\"second\"} 5")) << text;
  EXPECT_TRUE(
      has("tiktok_calls_turned_away_total{endpoint=\"ad/get\","
          "reason=\"LIMIT_WAIT_TOO_LONG\"} 1"))
      << text;
  EXPECT_TRUE(has("tiktok_calls_waiting 0")) << text;
  EXPECT_TRUE(has("tiktok_endpoint_resting{endpoint=\"ad/get\"} 0")) << text;
  clock_.Advance(absl::Seconds(2));
  EXPECT_TRUE(call(Failure("TIKTOK_THROTTLED")).ok());
  EXPECT_TRUE(has("tiktok_limit_refusals_total{endpoint=\"ad/get\",limit=\"app\"} 1"));
  for (int minute = 1; minute <= 5; ++minute) {
    clock_.Advance(absl::Hours(1));
    EXPECT_TRUE(call(Failure("TIKTOK_UNAVAILABLE")).ok());
  }
  EXPECT_TRUE(has("tiktok_endpoint_resting{endpoint=\"ad/get\"} 1"));
  EXPECT_FALSE(call(absl::OkStatus()).ok());
  EXPECT_TRUE(
      has("tiktok_calls_turned_away_total{endpoint=\"ad/get\",reason=\"TIKTOK_RESTING\"} 1"));
}

}  // namespace
}  // namespace sparkgate::tiktok
