// TikTok's webhooks, as the simulator sends them to the server: each makes it read at once, and
// whatever happens to one on its way, what was read is what counts.
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/client.h"
#include "sparkgate/simulator/v1/fault_service.pb.h"
#include "sparkgate/simulator/v1/journal_service.pb.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"
#include "tests/integration/harness/programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;

using testing::ElementsAre;

constexpr char kApprove[] = "verdict: REVIEW_VERDICT_APPROVED";
constexpr char kReject[] = "verdict: REVIEW_VERDICT_REJECTED reasons: 'No.'";

class WebhooksInTest : public testing::Test {
 protected:
  // The server knows the address at which others reach it.
  WebhooksInTest() {
    programs.Start();
    const uint16_t port = programs.server().http;
    programs.StopServer();
    programs.flags["--http-port"] = fmt::format("{}", port);
    programs.flags["--public-url"] = Address("");
    programs.StartServer();
  }

  std::string Address(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", programs.server().http, path);
  }
  HttpResponse Ask(const HttpRequest& request) const {
    return NewCurlClient({})->Send(request).value();
  }
  int Received(std::string_view outcome) const {
    const std::string metrics = Ask({.url = Address("/metrics")}).body;
    const std::string name = fmt::format("tiktok_webhooks_total{{outcome=\"{}\"}} ", outcome);
    const size_t at = metrics.find(name);
    return at == std::string::npos ? -1 : std::stoi(metrics.substr(at + name.size()));
  }

  Programs programs;
};

// An ad that is published, and reviewed by hand only.
class Subscribed : public Story {
 public:
  Subscribed(const Programs& programs, const std::string& id) : Story(programs, {.workspace = id}) {
    api.Ask<sim::ReviewPolicy>("ReviewDeskService.UpdateReviewPolicy",
                               "policy: < name: '{}/reviewPolicy' automatic: false > "
                               "update_mask: < paths: 'automatic' >",
                               world)
        .value();
    PlayUntilPublished();
    Settle();
  }
  // All that is due now has been done, webhooks included, and no time has passed.
  void Settle() { Advance(absl::ZeroDuration()); }
  void Decide(std::string_view decision, std::string_view fault = "") {
    if (!fault.empty()) {
      api.Ask<sim::FaultPlan>(
             "FaultService.CreateFaultPlan",
             "world: '{}' fault_plan: < webhook: 'AD_GROUP' steps: < kind: FAULT_KIND_{} > >",
             world, fault)
          .value();
    }
    api.Ask<sim::Review>("ReviewDeskService.Decide", "name: '{}/reviews/{}' {}", world,
                         GetAd().tiktok_id(), decision)
        .value();
    Settle();
  }
  v1::ReviewState State() const { return GetAd().review().state(); }
  int Calls(std::string_view endpoint) const {
    return api
        .Ask<sim::ListExchangesResponse>(
            "JournalService.ListExchanges",
            "world: '{}' page_size: 1000 filter: < endpoint: '{}' code: 0 >", world, endpoint)
        .value()
        .exchanges_size();
  }
};

TEST_F(WebhooksInTest, ADecisionIsKnownAtOnce) {
  Subscribed story(programs, "hints");
  EXPECT_EQ(story.Calls("subscription/subscribe"), 1);
  const absl::Time before = story.Now();
  story.Decide(kApprove);
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_APPROVED);
  // Nobody would look at a review that is over before tomorrow.
  story.Decide(kReject, "DUPLICATE");
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_REJECTED);
  EXPECT_EQ(story.Now(), before);
  EXPECT_EQ(Received("taken"), 3);

  // TikTok says it again after a second, signed as it should be.
  story.Decide(kApprove, "BAD_SIGNATURE");
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_REJECTED);
  EXPECT_EQ(Received("refused"), 1);
  story.Advance(absl::Seconds(1));
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_APPROVED);

  // The older one comes last.
  story.Decide(kReject, "REORDER");
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_APPROVED);
  story.Decide(kApprove);
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_APPROVED);

  // One that never comes costs time.
  story.Decide(kReject, "DROP");
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_APPROVED);
  story.Advance(absl::Hours(25));
  EXPECT_EQ(story.State(), v1::REVIEW_STATE_REJECTED);

  std::vector<std::string> told;
  for (const v1::Event& event : story.Events("'ad.*'")) told.push_back(event.type());
  EXPECT_THAT(told, ElementsAre("ad.drafted", "ad.published", "ad.in_review", "ad.approved",
                                "ad.delivering", "ad.rejected", "ad.stopped", "ad.approved",
                                "ad.resumed", "ad.rejected", "ad.stopped"));
}

TEST_F(WebhooksInTest, WhatIsNotTikToksIsAnsweredAndCounted) {
  Subscribed story(programs, "strangers");
  const std::string address = Address("/webhooks/tiktok/strangers");
  const std::string hint = R"({"object":2,"entry":[{"adgroup_id":"1"}]})";
  EXPECT_EQ(Ask({.method = "POST", .url = address, .body = hint}).status, 403);
  EXPECT_EQ(Ask({.method = "POST",
                 .url = address,
                 .headers = {{"X-Open-Signature", std::string(64, '0')}},
                 .body = hint})
                .status,
            403);
  EXPECT_EQ(Ask({.method = "POST", .url = Address("/webhooks/tiktok/nobody"), .body = hint}).status,
            403);
  EXPECT_EQ(Received("refused"), 3);
  EXPECT_EQ(Ask({.method = "POST", .url = address, .body = std::string(2u << 20, ' ')}).status,
            413);
  EXPECT_EQ(Ask({.url = address}).status, 405);
  EXPECT_EQ(Received("taken"), 0);
}

TEST_F(WebhooksInTest, ADeletedGroupIsUnsubscribedFrom) {
  Subscribed story(programs, "deleted");
  EXPECT_EQ(story.Calls("subscription/unsubscribe"), 0);
  ASSERT_EQ(Describe(story.api.Try("AdService.DeleteAdGroup", "name: '{}'", story.ad_group)), "OK");
  story.Advance(absl::Hours(25));
  EXPECT_EQ(story.Calls("subscription/subscribe"), 1);
  EXPECT_EQ(story.Calls("subscription/unsubscribe"), 1);
}

}  // namespace
}  // namespace sparkgate::integration
