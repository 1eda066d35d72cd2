// How the client's calls keep to TikTok's limits, over real sockets.
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/http/scripted_tiktok.h"
#include "server/tiktok/outcome.h"
#include "server/tiktok/patience.h"

namespace sparkgate::tiktok {
namespace {

constexpr char kTooMany[] = "Due to too many requests, requests from App 7 are restricted.";

// A call in a world whose clock runs, or stands still.
Call Limited(const ScriptedTikTok& tiktok, double speed) {
  Call call = tiktok.call();
  call.endpoint.app = "7";
  call.endpoint.tenant = "acme";
  call.endpoint.pacing = {.limited = true,
                          .now = absl::FromUnixSeconds(1'767'225'600),
                          .read = absl::FromUnixSeconds(1'767'225'600),
                          .speed = speed};
  return call;
}

absl::Status Read(ScriptedTikTok& tiktok, const Call& call, const std::string& account = "7") {
  return tiktok->library().ListPosts(call, {.advertiser_id = account}).status();
}
absl::Status Mutate(ScriptedTikTok& tiktok, const Call& call) {
  return tiktok->campaigns().Create(call, {.advertiser_id = "7", .name = "n"}).status();
}

constexpr char kOnePage[] =
    R"({"list":[],"page_info":{"page":1,"page_size":20,"total_number":0,"total_page":1}})";

TEST(LimitedCalls, AReadIsRepeatedAfterAPassingFailure) {
  ScriptedTikTok tiktok;
  tiktok.Refuse(50000, "System error");
  tiktok.AnswerWith({.cut = HttpServerResponse::Cut::kHalfBody});
  tiktok.Answer(kOnePage);
  EXPECT_TRUE(Read(tiktok, Limited(tiktok, 1)).ok());
  EXPECT_EQ(tiktok.requests().size(), 3u);
}

TEST(LimitedCalls, OnlyWithinItsDeadline) {
  ScriptedTikTok tiktok;
  const PatienceScope patience(Priority::kInteractive, absl::Milliseconds(10));
  EXPECT_EQ(ReasonOf(Read(tiktok, Limited(tiktok, 1))), "TIKTOK_UNAVAILABLE");
  EXPECT_EQ(tiktok.requests().size(), 1u);
}

TEST(LimitedCalls, NothingIsRepeatedInAWorldThatStandsStill) {
  ScriptedTikTok tiktok;
  EXPECT_EQ(ReasonOf(Read(tiktok, Limited(tiktok, 0))), "TIKTOK_UNAVAILABLE");
  EXPECT_EQ(tiktok.requests().size(), 1u);
}

TEST(LimitedCalls, AMutationThatMayHaveHappenedIsSentOnce) {
  ScriptedTikTok tiktok;
  EXPECT_TRUE(OutcomeUnknown(Mutate(tiktok, Limited(tiktok, 1))));
  EXPECT_EQ(tiktok.requests().size(), 1u);
}

// Its second takes a thousandth of ours.
TEST(LimitedCalls, AMutationThatWasTurnedAwayIsSentAgainWhenThereIsRoom) {
  ScriptedTikTok tiktok;
  tiktok.Refuse(40100, kTooMany);
  tiktok.Answer(R"({"campaign_id":"1"})");
  EXPECT_TRUE(Mutate(tiktok, Limited(tiktok, 1000)).ok());
  EXPECT_EQ(tiktok.requests().size(), 2u);
}

TEST(LimitedCalls, WhatThereIsNoRoomForIsNotSent) {
  ScriptedTikTok tiktok;
  const Call call = Limited(tiktok, 0);
  tiktok.Refuse(40100, kTooMany);
  EXPECT_EQ(ReasonOf(Read(tiktok, call)), "TIKTOK_THROTTLED");
  const absl::Status held_back = Mutate(tiktok, call);  // another endpoint
  EXPECT_EQ(tiktok.requests().size(), 2u);
  EXPECT_FALSE(WasHeldBack(held_back));
  EXPECT_TRUE(WasHeldBack(Read(tiktok, call)));
  EXPECT_EQ(tiktok.requests().size(), 2u);
}

// 40133 is about one ad account.
TEST(LimitedCalls, OtherAdAccountsAreCalledMeanwhile) {
  ScriptedTikTok tiktok;
  const Call call = Limited(tiktok, 0);
  tiktok.Refuse(40133,
                "Advertiser (7)'s QPS (2) reaches QPS limit 1 for current path, request is "
                "temporarily restricted.");
  EXPECT_EQ(ReasonOf(Read(tiktok, call)), "TIKTOK_THROTTLED");
  EXPECT_TRUE(WasHeldBack(Read(tiktok, call)));
  tiktok.Answer(kOnePage);
  EXPECT_TRUE(Read(tiktok, call, "8").ok());
}

TEST(LimitedCalls, WithoutLimitsAllIsAsTikTokSaysIt) {
  ScriptedTikTok tiktok;
  for (int i = 0; i < 20; ++i) tiktok.Refuse(40100, kTooMany);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(ReasonOf(Read(tiktok, tiktok.call())), "TIKTOK_THROTTLED");
  }
  EXPECT_EQ(tiktok.requests().size(), 20u);
}

}  // namespace
}  // namespace sparkgate::tiktok
