#include "client/cli/request.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/source.h"
#include "client/cli/testing/the_catalog.h"
#include "client/cli/words.h"
#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/time_service.pb.h"
#include "sparkgate/v1/webhook_endpoint_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Builds what `words` mean in the workspace "w", with `input` on standard input.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Try(
    const std::vector<std::string>& words, const std::string& input = "") {
  const auto arguments = ParseArguments(TheCatalog(), words);
  if (!arguments.ok()) return arguments.status();
  std::istringstream in(input);
  std::ostringstream out;
  Io io = {.in = in, .out = out, .err = out, .environment = [](const char*) { return ""; }};
  return BuildRequest(TheCatalog(), *arguments, "w", SourceReader(io));
}

template <class Request>
Request Build(const std::vector<std::string>& words, const std::string& input = "") {
  const auto built = Try(words, input);
  EXPECT_TRUE(built.ok()) << built.status();
  Request request;
  if (built.ok()) request.ParseFromString((*built)->SerializeAsString());
  return request;
}

std::string Mistake(const std::vector<std::string>& words, const std::string& input = "") {
  const auto built = Try(words, input);
  EXPECT_EQ(built.status().code(), absl::StatusCode::kInvalidArgument);
  return MessageOf(built.status());
}

TEST(RequestTest, TakesTheResourceAsArgumentAndTheRestAsFlags) {
  const auto request = Build<v1::GenerateCodeRequest>(
      {"creators", "generate-code", "creators/c/posts/1", "--duration-days", "30"});
  EXPECT_EQ(request.post(), "workspaces/w/creators/c/posts/1");
  EXPECT_EQ(request.duration_days(), 30);
  EXPECT_EQ(request.request_id().size(), 32u);
}

TEST(RequestTest, GivesEveryMutationAnIdUnlessItHasOne) {
  const std::vector<std::string> words = {"creators", "delete-code", "x"};
  EXPECT_NE(Build<v1::DeleteCodeRequest>(words).request_id(),
            Build<v1::DeleteCodeRequest>(words).request_id());
  EXPECT_EQ(Build<v1::DeleteCodeRequest>({"creators", "delete-code", "x", "--request-id=mine"})
                .request_id(),
            "mine");
}

TEST(RequestTest, CompletesNamesInsideTheWorkspace) {
  EXPECT_EQ(Build<v1::GetCodeRequest>({"creators", "get-code", "abc"}).name(),
            "workspaces/w/codes/abc");
  EXPECT_EQ(Build<v1::GetCodeRequest>({"creators", "get-code", "codes/abc"}).name(),
            "workspaces/w/codes/abc");
  EXPECT_EQ(Build<v1::GetCodeRequest>({"creators", "get-code", "workspaces/v/codes/abc"}).name(),
            "workspaces/v/codes/abc");
  EXPECT_EQ(Build<v1::PauseRequest>({"ads", "pause", "adGroups/g"}).name(),
            "workspaces/w/adGroups/g");
  EXPECT_EQ(Build<simulator::v1::PostVideoRequest>(
                {"simulator", "creator-app", "post-video", "creators/7", "--caption", "ads/x y"})
                .account(),
            "worlds/w/creators/7");
}

TEST(RequestTest, LeavesTextAlone) {
  const auto request = Build<v1::CreateCampaignRequest>(
      {"ads", "create-campaign", "--display-name", "ads/spring", "--objective", "reach"});
  EXPECT_EQ(request.campaign().display_name(), "ads/spring");
  EXPECT_EQ(request.campaign().objective(), v1::OBJECTIVE_REACH);
}

TEST(RequestTest, FillsTheWorkspaceWhereThatCannotDoHarm) {
  EXPECT_EQ(Build<v1::ListCodesRequest>({"creators", "list-codes"}).parent(), "workspaces/w");
  EXPECT_EQ(Build<v1::GetClockRequest>({"time", "get-clock"}).workspace(), "workspaces/w");
  EXPECT_EQ(Build<v1::GetWorkspaceRequest>({"workspaces", "get"}).name(), "workspaces/w");
  EXPECT_THAT(Mistake({"workspaces", "delete"}), HasSubstr("NAME is missing"));
  EXPECT_THAT(Mistake({"workspaces", "reset"}), HasSubstr("NAME is missing"));
  EXPECT_EQ(Build<v1::DeleteWorkspaceRequest>({"workspaces", "delete", "old"}).name(),
            "workspaces/old");
  EXPECT_EQ(Build<simulator::v1::GetReviewPolicyRequest>(
                {"simulator", "review-desk", "get-review-policy"})
                .name(),
            "worlds/w/reviewPolicy");
  EXPECT_EQ(Build<v1::ListPostsRequest>({"creators", "list-posts", "c"}).parent(),
            "workspaces/w/creators/c");
}

TEST(RequestTest, ReachesIntoNestedFieldsByDotsOrWithoutTheResource) {
  const auto dotted = Build<v1::CreateAdGroupRequest>(
      {"ads", "create-ad-group", "--ad-group.campaign", "campaigns/c", "--ad-group.budget-micros",
       "50000000", "--ad-group.location-ids", "1", "--ad-group.location-ids", "2",
       "--ad-group.schedule-end-time", "2026-02-01T00:00:00Z"});
  EXPECT_EQ(dotted.parent(), "workspaces/w");
  EXPECT_EQ(dotted.ad_group().campaign(), "workspaces/w/campaigns/c");
  EXPECT_EQ(dotted.ad_group().budget_micros(), 50'000'000);
  EXPECT_THAT(dotted.ad_group().location_ids(), ElementsAre("1", "2"));
  EXPECT_EQ(dotted.ad_group().schedule_end_time().seconds(), 1'769'904'000);
  const auto plain = Build<v1::CreateAdGroupRequest>(
      {"ads", "create-ad-group", "--campaign", "c", "--budget-mode", "day"});
  EXPECT_EQ(plain.ad_group().campaign(), "workspaces/w/campaigns/c");
  EXPECT_EQ(plain.ad_group().budget_mode(), v1::BUDGET_MODE_DAY);
}

TEST(RequestTest, AFlagWithoutValueMeansTrue) {
  EXPECT_TRUE(Build<v1::CreateAdRequest>({"ads", "create", "--dark-post"}).ad().dark_post());
  const auto off =
      Build<v1::CreateAdRequest>({"ads", "create", "--promotional-music-disabled", "false"});
  EXPECT_TRUE(off.ad().has_promotional_music_disabled());
  EXPECT_FALSE(off.ad().promotional_music_disabled());
}

TEST(RequestTest, AnUpdateNamesItsFieldsInTheMask) {
  const auto request = Build<v1::UpdateCampaignRequest>(
      {"ads", "update-campaign", "c", "--display-name", "x", "--budget-micros", "1"});
  EXPECT_EQ(request.campaign().name(), "workspaces/w/campaigns/c");
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("display_name", "budget_micros"));
  const auto nested =
      Build<v1::UpdateWorkspaceRequest>({"workspaces", "update", "--settings.settle", "60s"});
  EXPECT_EQ(nested.workspace().name(), "workspaces/w");
  EXPECT_EQ(nested.workspace().settings().settle().seconds(), 60);
  EXPECT_THAT(nested.update_mask().paths(), ElementsAre("settings.settle"));
  const auto sheet = Build<simulator::v1::UpdateAdSettingsRequest>(
      {"simulator", "creator-app", "update-ad-settings", "posts/1", "--terms-accepted",
       "--ad-authorization"});
  EXPECT_EQ(sheet.ad_settings().post(), "worlds/w/posts/1");
  EXPECT_THAT(sheet.update_mask().paths(), ElementsAre("terms_accepted", "ad_authorization"));
}

// As docs/protections.md types them.
TEST(RequestTest, ListsOfTwoCeilingsAndAdAccounts) {
  const auto request = Build<v1::UpdateWorkspaceRequest>(
      {"workspaces", "update", "workspaces/brand", "--settings.allowed-ad-accounts", "71",
       "--settings.allowed-ad-accounts", "72", "--settings.spending-ceilings.currency", "USD",
       "--settings.spending-ceilings.ceiling-micros", "500000000",
       "--settings.spending-ceilings.currency", "EUR",
       "--settings.spending-ceilings.ceiling-micros", "0"});
  EXPECT_EQ(request.workspace().name(), "workspaces/brand");
  const v1::WorkspaceSettings& settings = request.workspace().settings();
  EXPECT_THAT(settings.allowed_ad_accounts(), ElementsAre("71", "72"));
  ASSERT_EQ(settings.spending_ceilings_size(), 2);
  EXPECT_EQ(settings.spending_ceilings(0).currency(), "USD");
  EXPECT_EQ(settings.spending_ceilings(0).ceiling_micros(), 500'000'000);
  EXPECT_EQ(settings.spending_ceilings(1).currency(), "EUR");
  EXPECT_THAT(request.update_mask().paths(),
              ElementsAre("settings.allowed_ad_accounts", "settings.spending_ceilings"));
}

// As docs/webhooks.md types them.
TEST(RequestTest, WebhookEndpointsAreManagedByFlags) {
  const auto made = Build<v1::CreateWebhookEndpointRequest>(
      {"webhook-endpoints", "create", "--url", "https://example.com/hooks", "--event-types", "ad.*",
       "--event-types", "code.ended", "--signature-scheme", "ED25519"});
  EXPECT_EQ(made.parent(), "workspaces/w");
  EXPECT_EQ(made.webhook_endpoint().url(), "https://example.com/hooks");
  EXPECT_THAT(made.webhook_endpoint().event_types(), ElementsAre("ad.*", "code.ended"));
  EXPECT_EQ(made.webhook_endpoint().signature_scheme(), v1::WEBHOOK_SIGNATURE_SCHEME_ED25519);
  const auto on = Build<v1::UpdateWebhookEndpointRequest>(
      {"webhook-endpoints", "update", "webhookEndpoints/e", "--enabled"});
  EXPECT_EQ(on.webhook_endpoint().name(), "workspaces/w/webhookEndpoints/e");
  EXPECT_TRUE(on.webhook_endpoint().enabled());
  EXPECT_THAT(on.update_mask().paths(), ElementsAre("enabled"));
  const auto rotated = Build<v1::RotateWebhookSecretRequest>(
      {"webhook-endpoints", "rotate-webhook-secret", "webhookEndpoints/e", "--overlap", "0s"});
  EXPECT_TRUE(rotated.has_overlap());
  EXPECT_EQ(rotated.overlap().seconds(), 0);
  const auto replayed = Build<v1::ReplayWebhookEventsRequest>(
      {"webhook-endpoints", "replay-webhook-events", "webhookEndpoints/e", "--first-number", "100",
       "--last-number", "180"});
  EXPECT_EQ(replayed.last_number(), 180);
  EXPECT_EQ(
      Build<v1::TestWebhookEndpointRequest>({"webhook-endpoints", "test", "webhookEndpoints/e"})
          .name(),
      "workspaces/w/webhookEndpoints/e");
  EXPECT_EQ(Build<v1::ListWebhookDeliveriesRequest>(
                {"webhook-endpoints", "list-webhook-deliveries", "webhookEndpoints/e"})
                .parent(),
            "workspaces/w/webhookEndpoints/e");
}

TEST(RequestTest, AMaskThatIsGivenStays) {
  EXPECT_THAT(Build<v1::UpdateCampaignRequest>({"ads", "update-campaign", "c", "--budget-micros",
                                                "1", "--update-mask", "budget-micros,budget_mode"})
                  .update_mask()
                  .paths(),
              ElementsAre("budget_micros", "budget_mode"));
}

TEST(RequestTest, ASwitchOfAWorldIsUpdatedByItself) {
  const auto request = Build<simulator::v1::UpdateWorldRequest>(
      {"simulator", "world", "update", "--switches", "min_followers=5"});
  EXPECT_EQ(request.world().name(), "worlds/w");
  EXPECT_EQ(request.world().switches().at("min_followers"), "5");
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("switches.min_followers"));
}

TEST(RequestTest, ReadsJsonWithFlagsOnTop) {
  const auto request = Build<v1::CreateCampaignRequest>(
      {"ads", "create-campaign", "--json", "-", "--objective", "traffic"},
      R"({"campaign": {"displayName": "x", "objective": "OBJECTIVE_REACH"}, "requestId": "r"})");
  EXPECT_EQ(request.campaign().display_name(), "x");
  EXPECT_EQ(request.campaign().objective(), v1::OBJECTIVE_TRAFFIC);
  EXPECT_EQ(request.request_id(), "r");
  EXPECT_EQ(request.parent(), "workspaces/w");
  const auto update = Build<v1::UpdateCampaignRequest>(
      {"ads", "update-campaign", "c", "--json", R"({"campaign": {"displayName": "x"}})"});
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("display_name"));
}

TEST(RequestTest, AnUpdatesMaskHasWhatTheJsonNamesAndWhatTheFlagsAdd) {
  const auto world = Build<simulator::v1::UpdateWorldRequest>(
      {"simulator", "world", "update", "--json",
       R"({"world": {"name": "worlds/v", "switches": {"min_followers": "5"}}})", "--switches",
       "code_reusable=false", "--switches", "min_followers=6"});
  EXPECT_EQ(world.world().name(), "worlds/v");
  EXPECT_THAT(world.update_mask().paths(),
              ElementsAre("switches.min_followers", "switches.code_reusable"));
  const auto zeros = Build<simulator::v1::UpdateAccountRequest>(
      {"simulator", "creator-app", "update-account", "7", "--json",
       R"({"account": {"banned": false, "followerCount": "0", "display_name": ""}})"});
  EXPECT_THAT(zeros.update_mask().paths(), ElementsAre("banned", "display_name", "follower_count"));
  const auto nested = Build<v1::UpdateWorkspaceRequest>(
      {"workspaces", "update", "--json",
       R"({"workspace": {"settings": {"settle": "60s", "alertDays": [1, 2]}}})"});
  EXPECT_THAT(nested.update_mask().paths(), ElementsAre("settings.alert_days", "settings.settle"));
  const auto given = Build<v1::UpdateCampaignRequest>(
      {"ads", "update-campaign", "c", "--json",
       R"({"campaign": {"displayName": "x"}, "updateMask": "budgetMicros"})"});
  EXPECT_THAT(given.update_mask().paths(), ElementsAre("budget_micros"));
}

TEST(RequestTest, WhatGoesWithoutSayingCanBeSaid) {
  EXPECT_EQ(Build<v1::GetWorkspaceRequest>({"workspaces", "get", "foo"}).name(), "workspaces/foo");
  EXPECT_EQ(Build<simulator::v1::GetWorldRequest>({"simulator", "world", "get", "worlds/x"}).name(),
            "worlds/x");
  const auto advance = Build<simulator::v1::AdvanceRequest>(
      {"simulator", "world", "advance", "worlds/x", "--by", "1d"});
  EXPECT_EQ(advance.world(), "worlds/x");
  EXPECT_EQ(advance.by().seconds(), 86'400);
  EXPECT_EQ(Build<v1::AdvanceRequest>({"time", "advance", "--by", "1d"}).workspace(),
            "workspaces/w");
  const auto consent = Build<simulator::v1::AdsManagerServiceConsentRequest>(
      {"simulator", "ads-manager", "consent", "link"});
  EXPECT_EQ(consent.world(), "worlds/w");
  EXPECT_EQ(consent.link(), "link");
  EXPECT_THAT(Mistake({"creators", "list", "x"}), HasSubstr("takes flags only"));
  EXPECT_THAT(Mistake({"workspaces", "get", "x", "y"}), HasSubstr("argument 2"));
}

TEST(RequestTest, ReadsAValueFromStandardInputWithoutItsLineEnd) {
  const auto request = Build<v1::AuthorizeCodeRequest>(
      {"library", "authorize-code", "--ad-account", "7300", "--code", "-"}, " #abc \n");
  EXPECT_EQ(request.ad_account(), "workspaces/w/adAccounts/7300");
  EXPECT_EQ(request.code(), " #abc ");
  EXPECT_EQ(Build<v1::AuthorizeCodeRequest>({"library", "authorize-code", "7300", "@@x"}).code(),
            "@x");
}

TEST(RequestTest, RepeatedMessagesGrowFieldByField) {
  const auto request = Build<v1::BatchAuthorizeCodesRequest>(
      {"library", "batch-authorize-codes", "7300", "--items.code", "#a", "--items.code", "#b",
       "--items.original-post-code", "#o", "--items", R"({"code": "#c"})"});
  ASSERT_EQ(request.items_size(), 3);
  EXPECT_EQ(request.items(0).code(), "#a");
  EXPECT_EQ(request.items(1).code(), "#b");
  EXPECT_EQ(request.items(1).original_post_code(), "#o");
  EXPECT_EQ(request.items(2).code(), "#c");
}

TEST(RequestTest, MistakesNameTheirFlag) {
  EXPECT_THAT(Mistake({"creators", "generate-code", "c", "--duration-days", "many"}),
              HasSubstr("--duration-days: 'many' is no number"));
  EXPECT_THAT(Mistake({"creators", "generate-code", "c", "--duration-days", "99999999999"}),
              HasSubstr("out of range"));
  EXPECT_THAT(Mistake({"creators", "generate-code", "c", "--duration-day", "1"}),
              HasSubstr("did you mean '--duration-days'?"));
  EXPECT_THAT(Mistake({"creators", "generate-code", "c", "--duration-days"}),
              HasSubstr("needs a value"));
  EXPECT_THAT(Mistake({"creators", "generate-code", "c", "d"}), HasSubstr("one argument too many"));
  EXPECT_THAT(Mistake({"ads", "create-campaign", "--objective", "sales"}), HasSubstr("traffic"));
  EXPECT_THAT(Mistake({"time", "advance", "--by", "soon"}), HasSubstr("no span of time"));
  EXPECT_THAT(Mistake({"time", "advance", "--by", "1d", "--to", "2026-01-02"}),
              HasSubstr("exclude each other"));
  EXPECT_THAT(Mistake({"ads", "create-campaign", "--json", "{"}), HasSubstr("--json"));
  EXPECT_THAT(Mistake({"simulator", "world", "update", "--switches", "x"}), HasSubstr("key=value"));
}

TEST(RequestTest, AMistakeDoesNotShowASecret) {
  EXPECT_THAT(Mistake({"library", "authorize-code", "7300", "#secret", "#secret"}),
              ::testing::Not(HasSubstr("#secret")));
}

}  // namespace
}  // namespace sparkgate::cli
