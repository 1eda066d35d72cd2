// What a call says when the exchange itself breaks, over real sockets: a mutation is sent once, and
// whoever called learns whether it may have happened.
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/http/scripted_tiktok.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

const PostAuthorizationRequest kRequest = {.advertiser_id = "7000000000000000001",
                                           .auth_code = Secret("#s63DdePaj9HjSv2BPcSrDfTxU2X")};

absl::Status Read(ScriptedTikTok& tiktok) {
  return tiktok->library().ListPosts(tiktok.call(), {.advertiser_id = "7"}).status();
}

TEST(BrokenExchange, CutAfterTheWriteOnAReusedConnectionIsOnePostAndUnknown) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"list":[],"page_info":{"page":1}})");
  ASSERT_TRUE(Read(tiktok).ok());
  tiktok.AnswerWith({.cut = HttpServerResponse::Cut::kBeforeHeader});
  const absl::Status status = tiktok->library().AuthorizePost(tiktok.call(), kRequest);
  EXPECT_EQ(ReasonOf(status), "TIKTOK_UNAVAILABLE");
  EXPECT_TRUE(OutcomeUnknown(status)) << status;
  EXPECT_EQ(DetailOf(status).retry_after, std::nullopt);
  EXPECT_EQ(tiktok.requests().size(), 2u) << "the mutation was sent again";
}

TEST(BrokenExchange, HalfAnAnswerToAMutationIsUnknown) {
  ScriptedTikTok tiktok;
  tiktok.AnswerWith({.body = R"({"code":0,"message":"OK","data":{"campaign_id":"1700000000"}})",
                     .cut = HttpServerResponse::Cut::kHalfBody});
  const absl::Status status =
      tiktok->campaigns().Create(tiktok.call(), {.advertiser_id = "7", .name = "n"}).status();
  EXPECT_TRUE(OutcomeUnknown(status)) << status;
  EXPECT_EQ(tiktok.requests().size(), 1u);
}

TEST(BrokenExchange, SilenceUntilTheTimeoutIsUnknownForAMutation) {
  ScriptedTikTok tiktok;
  tiktok.KeepSilent();
  tiktok.KeepSilent();
  Call call = tiktok.call();
  call.endpoint.timeout = absl::Seconds(1);
  const absl::Status status = tiktok->library().AuthorizePost(call, kRequest);
  EXPECT_TRUE(OutcomeUnknown(status)) << status;
  EXPECT_EQ(DetailOf(status).metadata.at("transport"), "HTTP_TIMEOUT");
  const absl::Status read = tiktok->library().ListPosts(call, {.advertiser_id = "7"}).status();
  EXPECT_EQ(read.code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(OutcomeUnknown(read));
  EXPECT_TRUE(DetailOf(read).retry_after.has_value());
}

TEST(BrokenExchange, NothingListensSoNothingHappened) {
  ScriptedTikTok tiktok;
  tiktok.Leave();
  const absl::Status status = tiktok->library().AuthorizePost(tiktok.call(), kRequest);
  EXPECT_EQ(ReasonOf(status), "TIKTOK_UNAVAILABLE");
  EXPECT_FALSE(OutcomeUnknown(status)) << status;
  EXPECT_TRUE(DetailOf(status).retry_after.has_value());
}

TEST(BrokenExchange, AServersFaultIsUnknownForAMutationOnly) {
  ScriptedTikTok tiktok;
  tiktok.AnswerWith({.status = 502, .content_type = "text/html", .body = "<h1>Bad Gateway</h1>"});
  tiktok.AnswerWith({.status = 502, .content_type = "text/html", .body = "<h1>Bad Gateway</h1>"});
  EXPECT_TRUE(OutcomeUnknown(tiktok->library().AuthorizePost(tiktok.call(), kRequest)));
  EXPECT_FALSE(OutcomeUnknown(Read(tiktok)));
}

TEST(BrokenExchange, NeverShowsTheCodeInTheAddress) {
  ScriptedTikTok tiktok;
  tiktok.Leave();
  const absl::Status status =
      tiktok->library().GetPostInfo(tiktok.call(), "7", kRequest.auth_code).status();
  EXPECT_EQ(status.ToString().find("s63DdePaj9"), std::string::npos) << status;
}

}  // namespace
}  // namespace sparkgate::tiktok
