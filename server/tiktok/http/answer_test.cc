#include "server/tiktok/http/answer.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

constexpr char kCode[] = "#s63DdePaj9HjSv2BPcSrDfTxU2X506b2oiwchQ9PIspTLgroZKtjN7PPiFnF+qA=";

absl::StatusOr<boost::json::object> Read(int http_status, std::string body, bool mutation) {
  return ReadAnswer({.status = http_status, .headers = {}, .body = std::move(body)},
                    {.path = "tt_video/authorize", .mutation = mutation, .secrets = {kCode}});
}

TEST(Answer, TheCodeDecidesNotTheHttpStatus) {
  EXPECT_TRUE(Read(200, R"({"code":0,"message":"OK","data":{"a":1}})", false)->contains("a"));
  EXPECT_TRUE(Read(500, R"({"code":0,"message":"OK","data":{}})", true).ok());
  EXPECT_EQ(ReasonOf(Read(200, R"({"code":40105,"message":"","data":{}})", true).status()),
            "RECONNECT_NEEDED");
}

TEST(Answer, DataMayBeMissingNullOrAList) {
  for (const char* body : {R"({"code":0})", R"({"code":0,"data":null})", R"({"code":0,"data":[]})",
                           R"({"code":"0","data":{}})", R"({"code":20001,"data":{}})"}) {
    const auto data = Read(200, body, true);
    ASSERT_TRUE(data.ok()) << body;
    EXPECT_TRUE(data->empty());
  }
}

TEST(Answer, CarriesTikToksCodeAndRequestId) {
  const absl::Status status =
      Read(
          200,
          R"({"code":49999,"message":"Strange.","request_id":"202108030711080102450310564DA3B2EB"})",
          true)
          .status();
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(detail.reason, "TIKTOK_REFUSED");
  EXPECT_EQ(detail.metadata.at("tiktok_code"), "49999");
  EXPECT_EQ(detail.metadata.at("tiktok_request_id"), "202108030711080102450310564DA3B2EB");
  EXPECT_EQ(status.message(), "TikTok refused the call. (TikTok code 49999) TikTok says: Strange.");
  EXPECT_FALSE(OutcomeUnknown(status));
}

TEST(Answer, NeverRepeatsASecret) {
  const absl::Status status = Read(200,
                                   std::string(R"({"code":40002,"message":"bad )") + kCode +
                                       R"(","request_id":")" + kCode + "\"}",
                                   true)
                                  .status();
  EXPECT_EQ(status.ToString().find("s63DdePaj9"), std::string::npos) << status;
  EXPECT_EQ(DetailOf(status).metadata.count("tiktok_request_id"), 0u);
}

TEST(Answer, NamesTheMissingScopeAndWhoCanGrantIt) {
  const HttpResponse refusal = {
      .status = 200,
      .headers = {},
      .body = R"({"code":40001,"message":"advertiser does not grant you /x/:POST permission"})"};
  const ErrorDetail advertiser =
      DetailOf(ReadAnswer(refusal, {.path = "tt_video/authorize"}).status());
  EXPECT_EQ(advertiser.reason, "SCOPE_MISSING");
  EXPECT_EQ(advertiser.who, Actor::kAdvertiser);
  EXPECT_EQ(advertiser.metadata.at("scope"), "691");
  const ErrorDetail creator =
      DetailOf(ReadAnswer(refusal, {.path = "business/post/authorize/status"}).status());
  EXPECT_EQ(creator.who, Actor::kCreator);
  EXPECT_EQ(creator.metadata.at("scope"), "biz.spark.auth");
}

TEST(Answer, ThatIsNoEnvelopeLeavesAMutationUnknown) {
  for (const char* body :
       {"", "oops", "[]", "{", R"({"code":)", R"({"code":0,"data":{"campaign_id":"17)",
        R"({"message":"OK"})", R"({"code":null})", "\xff\xfe"}) {
    for (const int http_status : {200, 302, 500, 502}) {
      const absl::Status status = Read(http_status, body, true).status();
      EXPECT_EQ(ReasonOf(status), "TIKTOK_UNAVAILABLE") << body;
      EXPECT_TRUE(OutcomeUnknown(status)) << body;
      EXPECT_EQ(DetailOf(status).retry_after, std::nullopt) << body;
      EXPECT_FALSE(OutcomeUnknown(Read(http_status, body, false).status())) << body;
    }
  }
  EXPECT_TRUE(DetailOf(Read(502, "bad gateway", false).status()).retry_after.has_value());
}

TEST(Answer, FromTheEdgeMeansItDidNotHappen) {
  const absl::Status missing = Read(404, "404 page not found", true).status();
  EXPECT_EQ(ReasonOf(missing), "TIKTOK_REFUSED");
  EXPECT_EQ(DetailOf(missing).metadata.at("http_status"), "404");
  EXPECT_FALSE(OutcomeUnknown(missing));
  const absl::Status busy = Read(429, "slow down", true).status();
  EXPECT_EQ(ReasonOf(busy), "TIKTOK_THROTTLED");
  EXPECT_FALSE(OutcomeUnknown(busy));
}

TEST(Answer, OfTikToksOwnFailuresLeavesAMutationUnknown) {
  for (const char* code : {"50000", "50002", "51010", "51051", "52404"}) {
    const std::string body = std::string(R"({"code":)") + code + R"(,"message":"Internal error."})";
    EXPECT_TRUE(OutcomeUnknown(Read(200, body, true).status())) << code;
    EXPECT_FALSE(OutcomeUnknown(Read(200, body, false).status())) << code;
    EXPECT_EQ(DetailOf(Read(200, body, false).status()).retry_after, absl::Seconds(5)) << code;
  }
  EXPECT_TRUE(OutcomeUnknown(Read(503, R"({"code":40002,"message":"x"})", true).status()));
}

TEST(Answer, ThrottlingIsKnownNotToHaveHappened) {
  const absl::Status status = Read(200, R"({"code":40133,"message":"QPS limit"})", true).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(status).retry_after, absl::Seconds(2));
  EXPECT_FALSE(OutcomeUnknown(status));
}

TEST(Answer, ThatLacksWhatItMustHave) {
  EXPECT_TRUE(OutcomeUnknown(AnswerLacks("ad_id", {.path = "ad/create", .mutation = true})));
  EXPECT_FALSE(OutcomeUnknown(AnswerLacks("item_id", {.path = "tt_video/info"})));
}

}  // namespace
}  // namespace sparkgate::tiktok
