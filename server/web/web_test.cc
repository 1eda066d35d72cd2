#include "server/web/web.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

class WebTest : public testing::Test {
 protected:
  HttpServerResponse Ask(const std::string& path, const std::string& method = "GET") {
    std::optional<HttpServerResponse> answer;
    HttpServerRequest request;
    request.method = method;
    request.path = path;
    handler_(std::move(request),
             [&](HttpServerResponse response) { answer = std::move(response); });
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(HttpServerResponse());
  }

  Phase phase_ = Phase::kServing;
  std::string webhook_;  // the path of the last one
  HttpHandler handler_ = MakeWebHandler([](const MetricsText& show) { show("calls_total 1\n"); },
                                        [this] { return phase_; },
                                        [this](HttpServerRequest request, HttpReply reply) {
                                          webhook_ = request.path;
                                          reply({.status = 200});
                                        });
};

TEST_F(WebTest, HealthFollowsTheServer) {
  EXPECT_EQ(Ask("/healthz").body, "serving\n");
  EXPECT_EQ(Ask("/healthz").status, 200);
  for (const Phase phase : {Phase::kStarting, Phase::kDraining, Phase::kStopping}) {
    phase_ = phase;
    EXPECT_EQ(Ask("/healthz").status, 503);
    EXPECT_EQ(Ask("/livez").status, 200);
  }
  EXPECT_EQ(Ask("/healthz").body, "not serving: stopping\n");
}

TEST_F(WebTest, ShowsTheMetrics) {
  EXPECT_EQ(Ask("/metrics").body, "calls_total 1\n");
  EXPECT_EQ(Ask("/metrics").content_type, "text/plain; version=0.0.4");
}

TEST_F(WebTest, HandsWebhooksOnOnceItServes) {
  EXPECT_EQ(Ask("/webhooks/tiktok/w").status, 405);
  for (const Phase phase : {Phase::kStarting, Phase::kStopping}) {
    phase_ = phase;
    EXPECT_EQ(Ask("/webhooks/tiktok/w", "POST").status, 503);
  }
  EXPECT_EQ(webhook_, "");
  phase_ = Phase::kDraining;  // TikTok finds no other server
  EXPECT_EQ(Ask("/webhooks/tiktok/w", "POST").status, 200);
  EXPECT_EQ(webhook_, "/webhooks/tiktok/w");
}

TEST_F(WebTest, ServesNothingElse) {
  EXPECT_EQ(Ask("/").status, 404);
  EXPECT_EQ(Ask("/healthz", "POST").status, 405);
}

}  // namespace
}  // namespace sparkgate::server
