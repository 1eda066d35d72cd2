// Get, Update and Delete of what a workspace holds, as calls come: which paths a mask may name,
// what it leaves alone, and whose names are known.
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/api/testing/api_fixture.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/advertiser_service.pb.h"
#include "sparkgate/v1/app_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
using testing::ElementsAre;

class UpdatesTest : public ApiFixture {
 protected:
  UpdatesTest() {
    PutTestApp(server_);
    PutTestAdvertiser(server_, workspace_, "a", "701");
    campaign_ = Get<v1::Campaign>("AdService/CreateCampaign",
                                  "parent: 'workspaces/w' campaign: < ad_account: "
                                  "'workspaces/w/adAccounts/701' display_name: 'campaign' "
                                  "objective: OBJECTIVE_TRAFFIC budget_mode: BUDGET_MODE_DAY "
                                  "budget_micros: 50000000 >");
    group_ = Get<v1::AdGroup>(
        "AdService/CreateAdGroup",
        fmt::format("parent: 'workspaces/w' ad_group: < campaign: '{}' display_name: 'group' "
                    "optimization_goal: 'CLICK' budget_mode: BUDGET_MODE_DAY "
                    "budget_micros: 20000000 location_ids: ['1', '2'] languages: 'en' >",
                    campaign_.name()));
    ad_ = Get<v1::Ad>(
        "AdService/CreateAd",
        fmt::format("parent: 'workspaces/w' ad: < ad_group: '{}' display_name: 'ad' spark_post: "
                    "'workspaces/w/adAccounts/701/sparkPosts/73' call_to_action: 'SHOP_NOW' "
                    "landing_page_url: 'https://brand.example/' >",
                    group_.name()));
  }

  v1::Campaign campaign_;
  v1::AdGroup group_;
  v1::Ad ad_;
};

TEST_F(UpdatesTest, ACampaignChangesInWhatTheMaskNames) {
  v1::Campaign expected = campaign_;
  expected.set_display_name("new");
  expected.set_operation_status(v1::OPERATION_STATUS_PAUSED);
  const auto updated = Get<v1::Campaign>(
      "AdService/UpdateCampaign",
      fmt::format("campaign: < name: '{}' display_name: 'new' objective: OBJECTIVE_REACH "
                  "operation_status: OPERATION_STATUS_PAUSED > "
                  "update_mask: < paths: ['display_name', 'operation_status'] >",
                  campaign_.name()));
  EXPECT_EQ(updated.DebugString(), expected.DebugString());
  EXPECT_EQ(
      Get<v1::Campaign>("AdService/GetCampaign", "name: '" + campaign_.name() + "'").DebugString(),
      expected.DebugString());
  // A masked field that isn't set is cleared.
  EXPECT_EQ(Get<v1::Campaign>("AdService/UpdateCampaign",
                              fmt::format("campaign: < name: '{}' > "
                                          "update_mask: < paths: ['budget_mode', "
                                          "'budget_micros'] >",
                                          campaign_.name()))
                .budget_micros(),
            0);
}

TEST_F(UpdatesTest, AListIsReplacedAsAWhole) {
  v1::AdGroup expected = group_;
  expected.clear_location_ids();
  expected.add_location_ids("3");
  const auto updated =
      Get<v1::AdGroup>("AdService/UpdateAdGroup",
                       fmt::format("ad_group: < name: '{}' location_ids: '3' languages: 'ja' > "
                                   "update_mask: < paths: 'location_ids' >",
                                   group_.name()));
  EXPECT_EQ(updated.DebugString(), expected.DebugString());
  EXPECT_EQ(
      Refusal("AdService/UpdateAdGroup", fmt::format("ad_group: < name: '{}' age_groups: '18-24' > "
                                                     "update_mask: < paths: 'age_groups' >",
                                                     group_.name())),
      "INVALID_FIELD ad_group.age_groups[0]");
}

TEST_F(UpdatesTest, AnAdMovesToAnotherPostOfItsAccount) {
  v1::Ad expected = ad_;
  expected.set_spark_post("workspaces/w/adAccounts/701/sparkPosts/74");
  expected.set_dark_post(true);
  expected.clear_call_to_action();
  const auto update = [&](const std::string& account) {
    return fmt::format(
        "ad: < name: '{}' spark_post: 'workspaces/w/adAccounts/{}/sparkPosts/74' "
        "dark_post: true > "
        "update_mask: < paths: ['spark_post', 'dark_post', 'call_to_action'] >",
        ad_.name(), account);
  };
  EXPECT_EQ(Get<v1::Ad>("AdService/UpdateAd", update("701")).DebugString(), expected.DebugString());
  EXPECT_EQ(Refusal("AdService/UpdateAd", update("702")), "INVALID_FIELD ad.spark_post");
  EXPECT_EQ(Get<v1::Ad>("AdService/GetAd", "name: '" + ad_.name() + "'").DebugString(),
            expected.DebugString());
}

TEST_F(UpdatesTest, AWorkspacesSettingsChangeOneByOneOrAsAWhole) {
  const std::string sent =
      "workspace: < name: 'workspaces/w' display_name: 'new' settings: < settle: < seconds: 60 > "
      "alert_days: [5, 9] end_policy: END_POLICY_ERROR > > ";
  const auto update = [&](const std::string& mask) {
    return Get<v1::Workspace>("WorkspaceService/UpdateWorkspace",
                              sent + "update_mask: < paths: '" + mask + "' >");
  };
  const auto one = update("settings.alert_days");
  EXPECT_THAT(one.settings().alert_days(), ElementsAre(9, 5));
  EXPECT_EQ(one.settings().settle().seconds(), 300);
  EXPECT_EQ(one.settings().end_policy(), v1::END_POLICY_WARNING);
  EXPECT_EQ(update("settings.end_policy").settings().end_policy(), v1::END_POLICY_ERROR);
  EXPECT_EQ(one.display_name(), "w");
  EXPECT_EQ(update("display_name").display_name(), "new");
  EXPECT_EQ(update("settings").settings().settle().seconds(), 60);
  EXPECT_EQ(Get<v1::Workspace>("WorkspaceService/UpdateWorkspace",
                               "workspace: < name: 'workspaces/w' > "
                               "update_mask: < paths: 'settings.settle' >")
                .settings()
                .settle()
                .seconds(),
            300);  // 0 is the default
  const auto now = Get<v1::Workspace>("WorkspaceService/GetWorkspace", "name: 'workspaces/w'");
  EXPECT_EQ(now.display_name(), "new");
  EXPECT_THAT(now.settings().alert_days(), ElementsAre(9, 5));
}

TEST_F(UpdatesTest, AWorkspacesProtectionsAreSet) {
  const auto request = [](const std::string& settings, const std::string& mask) {
    return fmt::format(
        "workspace: < name: 'workspaces/w' settings: < {} > > update_mask: < paths: 'settings.{}' "
        ">",
        settings, mask);
  };
  const auto set = [&](const std::string& settings, const std::string& mask) {
    return Get<v1::Workspace>("WorkspaceService/UpdateWorkspace", request(settings, mask))
        .settings();
  };
  EXPECT_THAT(
      set("allowed_ad_accounts: ['72', '71', '72']", "allowed_ad_accounts").allowed_ad_accounts(),
      ElementsAre("71", "72"));
  EXPECT_TRUE(set("dry_run: true", "dry_run").dry_run());
  const auto settings =
      set("spending_ceilings: < currency: 'USD' ceiling_micros: 5 > "
          "spending_ceilings: < currency: 'EUR' >",
          "spending_ceilings");
  ASSERT_EQ(settings.spending_ceilings_size(), 2);
  EXPECT_EQ(settings.spending_ceilings(0).currency(), "EUR");
  EXPECT_EQ(settings.spending_ceilings(1).ceiling_micros(), 5);
  EXPECT_TRUE(settings.dry_run());
  EXPECT_EQ(settings.allowed_ad_accounts_size(), 2);
  EXPECT_EQ(set("", "spending_ceilings").spending_ceilings_size(), 0);

  const auto refused = [&](const std::string& text, const std::string& mask) {
    return Refusal("WorkspaceService/UpdateWorkspace", request(text, mask));
  };
  EXPECT_EQ(refused("allowed_ad_accounts: ['71', 'brand']", "allowed_ad_accounts"),
            "INVALID_FIELD settings.allowed_ad_accounts[1]");
  for (const char* bad :
       {"currency: 'usd'", "currency: ''", "currency: 'USD' ceiling_micros: -1"}) {
    EXPECT_EQ(refused(fmt::format("spending_ceilings: < {} >", bad), "spending_ceilings"),
              "INVALID_FIELD settings.spending_ceilings")
        << bad;
  }
  EXPECT_EQ(refused("spending_ceilings: < currency: 'USD' > spending_ceilings: < currency: 'USD' >",
                    "spending_ceilings"),
            "INVALID_FIELD workspace.settings.spending_ceilings");
}

TEST_F(UpdatesTest, AnAppsSecretGoesInAndNeverComesOut) {
  caller_ = server_admin_;
  const auto update = [&](const std::string& fields, const std::string& path) {
    return Get<v1::App>(
        "AppService/UpdateApp",
        fmt::format("app: < name: 'apps/app' {} > update_mask: < paths: '{}' >", fields, path));
  };
  const std::string fields = "display_name: 'new' secret: 'fresh' tier: APP_TIER_PREMIUM";
  EXPECT_EQ(update(fields, "display_name").tier(), v1::APP_TIER_BASIC);
  EXPECT_EQ(update(fields, "tier").tier(), v1::APP_TIER_PREMIUM);
  const auto app = update(fields, "secret");
  EXPECT_EQ(app.secret(), "");
  EXPECT_EQ(app.display_name(), "new");
  EXPECT_THAT(app.redirect_uris(), ElementsAre(kTestRedirect, "https://brand.example/back"));
  EXPECT_THAT(update("redirect_uris: 'https://one.example/'", "redirect_uris").redirect_uris(),
              ElementsAre("https://one.example/"));
  EXPECT_EQ(server_.worlds.apps().at("w").secret, "fresh");
  EXPECT_EQ(Get<v1::App>("AppService/GetApp", "name: 'apps/app'").secret(), "");
  EXPECT_EQ(
      Refusal("AppService/UpdateApp", "app: < name: 'apps/app' > update_mask: < paths: 'secret' >"),
      "INVALID_FIELD app.secret");
}

TEST_F(UpdatesTest, AMaskNamesOnlyWhatCanChange) {
  struct Row {
    const char* method;
    std::string object;
    std::vector<const char*> refused;  // unknown, immutable, output only
  };
  caller_ = {.principal = "key", .workspace = "w", .roles = kAdmins | kServerAdmins};
  Write([](Transaction& tx) {
    return tx.webhook_endpoints().Put(
        {.workspace = "w", .id = "e", .url = "https://example.com", .event_types = {"never"}});
  });
  for (const Row& row : {
           Row{"WorkspaceService/UpdateWorkspace",
               "workspace: < name: 'workspaces/w' display_name: 'x' >",
               {"colour", "environment", "app", "state", "settings.colour", "*"}},
           Row{"AppService/UpdateApp",
               "app: < name: 'apps/app' display_name: 'x' >",
               {"colour", "environment", "tiktok_app_id", "create_time", "*"}},
           Row{"AdService/UpdateCampaign",
               "campaign: < name: '" + campaign_.name() + "' display_name: 'x' >",
               {"colour", "ad_account", "stage", "name", "*"}},
           Row{"AdService/UpdateAdGroup",
               "ad_group: < name: '" + group_.name() + "' display_name: 'x' >",
               {"colour", "campaign", "tiktok_id", "name", "*"}},
           Row{"AdService/UpdateAd",
               "ad: < name: '" + ad_.name() + "' display_name: 'x' >",
               {"colour", "ad_group", "review", "review.state", "*"}},
           Row{"WebhookEndpointService/UpdateWebhookEndpoint",
               "webhook_endpoint: < name: 'workspaces/w/webhookEndpoints/e' display_name: 'x' >",
               {"colour", "signature_scheme", "public_keys", "name", "*"}},
       }) {
    SCOPED_TRACE(row.method);
    EXPECT_EQ(Refusal(row.method, row.object), "INVALID_FIELD update_mask");
    EXPECT_EQ(Refusal(row.method, row.object + " update_mask: < >"), "INVALID_FIELD update_mask");
    for (const char* path : row.refused) {
      // A good path beside it doesn't help.
      EXPECT_EQ(Refusal(row.method, fmt::format("{} update_mask: < paths: ['display_name', '{}'] >",
                                                row.object, path)),
                "INVALID_FIELD update_mask")
          << path;
    }
    EXPECT_EQ(Refusal(row.method, row.object + " update_mask: < paths: 'display_name' >"), "");
  }
}

TEST_F(UpdatesTest, WhatIsDeletedIsListedNoMore) {
  EXPECT_EQ(Refusal("AdService/DeleteAd", "name: '" + ad_.name() + "'"), "");
  EXPECT_EQ(Get<v1::Ad>("AdService/GetAd", "name: '" + ad_.name() + "'").stage(),
            v1::STAGE_DELETED);
  EXPECT_EQ(Get<v1::ListAdsResponse>("AdService/ListAds", "parent: 'workspaces/w'").ads_size(), 0);
  EXPECT_EQ(Refusal("AdService/DeleteCampaign", "name: '" + campaign_.name() + "'"), "");
  EXPECT_EQ(Get<v1::AdGroup>("AdService/GetAdGroup", "name: '" + group_.name() + "'").stage(),
            v1::STAGE_DELETED);
  EXPECT_EQ(Refusal("AdService/DeleteAdGroup", "name: '" + group_.name() + "'"), "");
  EXPECT_EQ(Refusal("AdService/UpdateAdGroup", "ad_group: < name: '" + group_.name() +
                                                   "' display_name: 'x' > "
                                                   "update_mask: < paths: 'display_name' >"),
            "NOT_A_DRAFT");
}

TEST_F(UpdatesTest, AnAdvertiserShowsItsAccountsAndNoToken) {
  const auto advertiser =
      Get<v1::Advertiser>("AdvertiserService/GetAdvertiser", "name: 'workspaces/w/advertisers/a'");
  EXPECT_THAT(advertiser.ad_accounts(), ElementsAre("workspaces/w/adAccounts/701"));
  EXPECT_EQ(advertiser.state(), v1::CONNECTION_STATE_CONNECTED);
  EXPECT_EQ(Refusal("AdvertiserService/GetAdvertiser", "name: 'workspaces/w/advertisers/none'"),
            "RESOURCE_NOT_FOUND");
}

TEST_F(UpdatesTest, AKeySaysItsLimitAndItsOldSecretsEnd) {
  const auto made = Get<v1::CreateApiKeyResponse>(
      "WorkspaceService/CreateApiKey",
      "parent: 'workspaces/w' api_key: < role: ROLE_VIEWER rate_limit: < calls_per_second: 5 > >");
  EXPECT_EQ(made.api_key().rate_limit().burst(), 5);
  EXPECT_FALSE(made.api_key().has_old_secret_end_time());
  EXPECT_FALSE(made.api_key().has_last_use_time());
  const auto rotated = Get<v1::RotateApiKeyResponse>(
      "WorkspaceService/RotateApiKey",
      "name: '" + made.api_key().name() + "' overlap: < seconds: 60 >");
  EXPECT_EQ(rotated.api_key().name(), made.api_key().name());
  EXPECT_EQ(rotated.api_key().rate_limit().calls_per_second(), 5);
  EXPECT_EQ(rotated.api_key().old_secret_end_time().seconds(),
            absl::ToUnixSeconds(server_.real.Now()) + 60);
  EXPECT_TRUE(rotated.secret().starts_with("sgk_"));
  EXPECT_NE(rotated.secret(), made.secret());
}

TEST_F(UpdatesTest, AKeyChangesInWhatTheMaskNames) {
  const auto made = Get<v1::CreateApiKeyResponse>(
      "WorkspaceService/CreateApiKey",
      "parent: 'workspaces/w' api_key: < role: ROLE_VIEWER display_name: 'old' "
      "expire_time: < seconds: 4102444800 > >");
  const std::string key = "api_key: < name: '" + made.api_key().name() +
                          "' display_name: 'new' role: ROLE_ADMIN rate_limit: < "
                          "calls_per_second: 7 > > update_mask: < paths: [";
  v1::ApiKey expected = made.api_key();
  expected.mutable_rate_limit()->set_calls_per_second(7);
  expected.mutable_rate_limit()->set_burst(7);
  EXPECT_EQ(Get<v1::ApiKey>("WorkspaceService/UpdateApiKey", key + "'rate_limit'] >").DebugString(),
            expected.DebugString());
  expected.set_display_name("new");
  expected.clear_expire_time();
  EXPECT_EQ(
      Get<v1::ApiKey>("WorkspaceService/UpdateApiKey", key + "'display_name', 'expire_time'] >")
          .DebugString(),
      expected.DebugString());
  EXPECT_EQ(Refusal("WorkspaceService/UpdateApiKey", key + "'role'] >"),
            "INVALID_FIELD update_mask");
  EXPECT_EQ(
      Refusal("WorkspaceService/UpdateApiKey",
              "api_key: < name: '" + made.api_key().name() +
                  "' expire_time: < seconds: 1000000000 > > update_mask: < paths: 'expire_time' >"),
      "INVALID_FIELD api_key.expire_time");
}

TEST_F(UpdatesTest, AKeyIsRevokedOnce) {
  const auto made = Get<v1::CreateApiKeyResponse>(
      "WorkspaceService/CreateApiKey", "parent: 'workspaces/w' api_key: < role: ROLE_VIEWER >");
  const std::string name = "name: '" + made.api_key().name() + "' request_id: 'r'";
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(Get<v1::ApiKey>("WorkspaceService/RevokeApiKey", name).revoked());
  }
  EXPECT_EQ(Refusal("WorkspaceService/RevokeApiKey", "name: 'workspaces/w/apiKeys/none'"),
            "RESOURCE_NOT_FOUND");
}

TEST_F(UpdatesTest, AWorkspaceGoesWithAllItHolds) {
  caller_ = server_admin_;
  EXPECT_EQ(Refusal("AppService/DeleteApp", "name: 'apps/app'"), "APP_IN_USE");
  EXPECT_EQ(Refusal("WorkspaceService/DeleteWorkspace", "name: 'workspaces/w'"), "");
  EXPECT_EQ(
      Get<v1::ListWorkspacesResponse>("WorkspaceService/ListWorkspaces", "").workspaces_size(), 0);
  EXPECT_EQ(Refusal("AppService/DeleteApp", "name: 'apps/app'"), "");
  EXPECT_EQ(Refusal("AppService/GetApp", "name: 'apps/app'"), "RESOURCE_NOT_FOUND");
  caller_ = admin_;
  EXPECT_EQ(Refusal("AdService/GetAd", "name: '" + ad_.name() + "'"), "RESOURCE_NOT_FOUND");
}

// Another workspace's names, in which the same things are.
TEST_F(UpdatesTest, NothingIsKnownOfOtherWorkspaces) {
  server_.AddWorkspace("v");
  struct Row {
    const char* method;
    const char* request;  // {} stands for the name
    std::string name;
  };
  const auto masked = [](const std::string& field) {
    return field + ": < name: '{}' display_name: 'x' > update_mask: < paths: 'display_name' >";
  };
  const std::string campaign = masked("campaign"), group = masked("ad_group"), ad = masked("ad"),
                    workspace = masked("workspace"), key = masked("api_key");
  const std::vector<Row> rows = {
      {"AdService/GetCampaign", "name: '{}'", campaign_.name()},
      {"AdService/UpdateCampaign", campaign.c_str(), campaign_.name()},
      {"AdService/DeleteCampaign", "name: '{}'", campaign_.name()},
      {"AdService/GetAdGroup", "name: '{}'", group_.name()},
      {"AdService/UpdateAdGroup", group.c_str(), group_.name()},
      {"AdService/DeleteAdGroup", "name: '{}'", group_.name()},
      {"AdService/GetAd", "name: '{}'", ad_.name()},
      {"AdService/UpdateAd", ad.c_str(), ad_.name()},
      {"AdService/DeleteAd", "name: '{}'", ad_.name()},
      {"AdvertiserService/GetAdvertiser", "name: '{}'", "workspaces/w/advertisers/a"},
      {"WorkspaceService/GetWorkspace", "name: '{}'", "workspaces/w"},
      {"WorkspaceService/UpdateWorkspace", workspace.c_str(), "workspaces/w"},
      {"WorkspaceService/DeleteWorkspace", "name: '{}'", "workspaces/w"},
      {"WorkspaceService/RevokeApiKey", "name: '{}'", "workspaces/w/apiKeys/k"},
      {"WorkspaceService/RotateApiKey", "name: '{}'", "workspaces/w/apiKeys/k"},
      {"WorkspaceService/UpdateApiKey", key.c_str(), "workspaces/w/apiKeys/k"},
  };
  Write([](Transaction& tx) { return tx.api_keys().Insert({.workspace = "w", .id = "k"}); });
  const auto events = server_.Events("w").size();
  caller_ = {.principal = "theirs", .workspace = "v", .roles = kAdmins};
  for (const Row& row : rows) {
    EXPECT_EQ(Refusal(row.method, fmt::format(fmt::runtime(row.request), row.name)),
              "RESOURCE_NOT_FOUND")
        << row.method;
  }
  EXPECT_EQ(server_.Events("w").size(), events);
}

}  // namespace
}  // namespace sparkgate::server
