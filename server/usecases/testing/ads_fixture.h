// What the tests of publishing and switching have in common: a connected ad account whose library
// has one post, and a TikTok that creates and switches what it is told to.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_ADS_FIXTURE_H_
#define SPARKGATE_SERVER_USECASES_TESTING_ADS_FIXTURE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/testing/samples.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/tiktok/outcome.h"
#include "server/usecases/ads/create_mutations.h"
#include "server/usecases/ads/publish.h"
#include "server/usecases/ads/switches.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/names.h"
#include "server/usecases/testing/test_server.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {

class AdsFixture : public testing::Test {
 protected:
  AdsFixture() : workspace_(server_.AddWorkspace("w")) {
    RegisterCreateMutations(ops());
    RegisterSwitchMutations(ops());
    ops().RegisterComposite(NewPublishComposite());
    Advertiser advertiser = SampleAdvertiser("w", "advertiser-1");
    advertiser.state = ConnectionState::kConnected;
    advertiser.scopes = {"1", "2", "6", "201", "211", "221"};
    advertiser.access_token =
        *server_.env.vault.Seal(workspace_, AccessTokenPlace(advertiser), "token");
    SparkPost post = SampleSparkPost("w", "7100000000000000001");
    post.state = SparkPostState::kAuthorized;
    post.reason = UnauthorizedReason::kNone;
    post.auth_end = kTestWorldStart + absl::Hours(24 * 365);
    Write([&](Transaction& tx) -> absl::Status {
      SG_RETURN_IF_ERROR(tx.advertisers().Put(advertiser));
      SG_RETURN_IF_ERROR(tx.ad_accounts().Put(SampleAdAccount("w", "account-1")));
      return tx.spark_posts().Put(post);
    });
    ObeyAll();
  }

  Operations& ops() { return *server_.env.operations; }
  void Write(const std::function<absl::Status(Transaction&)>& fn) {
    const absl::Status status = server_.env.store.Write(fn);
    EXPECT_TRUE(status.ok()) << status;
  }
  template <class T>
  T Read(const std::function<absl::StatusOr<std::optional<T>>(const Transaction&)>& fn) {
    std::optional<T> row;
    EXPECT_TRUE(server_.env.store
                    .Read([&](const Transaction& tx) -> absl::Status {
                      SG_ASSIGN_OR_RETURN(row, fn(tx));
                      return absl::OkStatus();
                    })
                    .ok());
    return row.value_or(T());
  }
  Campaign GetCampaign(const std::string& id = "c") {
    return Read<Campaign>([&](const Transaction& tx) { return tx.campaigns().Get("w", id); });
  }
  Ad GetAd(const std::string& id) {
    return Read<Ad>([&](const Transaction& tx) { return tx.ads().Get("w", id); });
  }

  // A campaign that can be published, with one ad group ("g" + its id).
  void Draft(const std::string& id = "c", const std::string& name = "Spring",
             Objective objective = Objective::kReach, const std::string& goal = "REACH") {
    Campaign campaign;
    campaign.workspace = "w";
    campaign.id = id;
    campaign.ad_account = "account-1";
    campaign.display_name = name;
    campaign.objective = objective;
    AdGroup group;
    group.workspace = "w";
    group.id = "g" + id;
    group.campaign = id;
    group.ad_account = "account-1";
    group.display_name = name;
    group.optimization_goal = goal;
    group.budget_micros = 50'000'000;
    group.location_ids = {"6252001"};
    Write([&](Transaction& tx) -> absl::Status {
      SG_RETURN_IF_ERROR(tx.campaigns().Put(campaign));
      return tx.ad_groups().Put(group);
    });
  }
  void DraftAd(const std::string& id, const std::string& campaign = "c",
               const std::string& name = "Spring") {
    Ad ad;
    ad.workspace = "w";
    ad.id = id;
    ad.campaign = campaign;
    ad.ad_group = "g" + campaign;
    ad.ad_account = "account-1";
    ad.display_name = name;
    ad.item_id = "7100000000000000001";
    Write([&](Transaction& tx) { return tx.ads().Put(ad); });
  }

  absl::StatusOr<Operation> Publish(const std::string& campaign = "c") {
    return PublishAll(server_.env, server_.MakeCall("w"), campaign);
  }
  // One run of the operation's work, as the runner would.
  WorkOutcome Work(const std::string& id) {
    const std::optional<WorkItem> item = server_.GetWork("w", kOperationWork, id);
    if (!item.has_value()) return WorkDone();
    return ops().DoWork(workspace_, *item, *server_.env.clocks.Now(workspace_));
  }
  absl::Status Switch(OperationStatus to, const std::string& request_id = "",
                      const std::string& body = "body") {
    return SetOperationStatus(server_.env, server_.MakeCall("w", request_id, body),
                              ObjectKind::kCampaign, "c", to)
        .status();
  }
  absl::Status Delete() {
    return DeleteObject(server_.env, server_.MakeCall("w"), ObjectKind::kCampaign, "c");
  }
  void PassTimeout() { server_.real.Advance(workspace_.settings.upstream_timeout); }
  static absl::Status Lost() {
    return tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"));
  }

  // Of what TikTok was told: "campaign Spring ·sg-…", "ad …", "campaign ENABLE".
  std::vector<std::string> told_;
  // Called before TikTok obeys, with the line; an error is its answer.
  std::function<absl::Status(const std::string&)> on_told_;

  tiktok::MockTikTok tiktok_;
  TestDisk disk_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  const Workspace workspace_;

 private:
  absl::Status Tell(const std::string& line) {
    told_.push_back(line);
    return on_told_ ? on_told_(line) : absl::OkStatus();
  }
  void ObeyAll() {
    EXPECT_CALL(tiktok_.campaign_api, Create)
        .WillRepeatedly(
            [this](const auto&,
                   const tiktok::NewCampaign& wanted) -> absl::StatusOr<tiktok::Campaign> {
              SG_RETURN_IF_ERROR(Tell("campaign " + wanted.name));
              return tiktok::Campaign{.campaign_id = fmt::format("tc{}", told_.size())};
            });
    EXPECT_CALL(tiktok_.ad_group_api, Create)
        .WillRepeatedly(
            [this](const auto&,
                   const tiktok::NewAdGroup& wanted) -> absl::StatusOr<tiktok::AdGroup> {
              SG_RETURN_IF_ERROR(Tell("group " + wanted.name));
              return tiktok::AdGroup{.adgroup_id = fmt::format("tg{}", told_.size())};
            });
    EXPECT_CALL(tiktok_.ad_api, Create)
        .WillRepeatedly(
            [this](const auto&, const tiktok::NewAd& wanted) -> absl::StatusOr<tiktok::Ad> {
              SG_RETURN_IF_ERROR(Tell("ad " + wanted.name));
              page_categories_.push_back(wanted.tiktok_page_category);
              return tiktok::Ad{.ad_id = fmt::format("ta{}", told_.size())};
            });
    EXPECT_CALL(tiktok_.campaign_api, UpdateStatus)
        .WillRepeatedly([this](const auto&, auto, const auto&,
                               tiktok::Switch to) -> absl::StatusOr<tiktok::SwitchResult> {
          constexpr const char* kWords[] = {"ENABLE", "DISABLE", "DELETE"};
          SG_RETURN_IF_ERROR(Tell(fmt::format("campaign {}", kWords[static_cast<int>(to)])));
          return tiktok::SwitchResult();
        });
    EXPECT_CALL(tiktok_.ad_api, UpdateStatus)
        .WillRepeatedly([this](const auto&, auto, const auto&,
                               tiktok::Switch to) -> absl::StatusOr<tiktok::SwitchResult> {
          constexpr const char* kWords[] = {"ENABLE", "DISABLE", "DELETE"};
          SG_RETURN_IF_ERROR(Tell(fmt::format("ad {}", kWords[static_cast<int>(to)])));
          return tiktok::SwitchResult();
        });
    // Reading fails, unless a test says otherwise.
    EXPECT_CALL(tiktok_.campaign_api, Get)
        .WillRepeatedly(testing::Return(absl::UnavailableError("can't read")));
    EXPECT_CALL(tiktok_.ad_api, Get)
        .WillRepeatedly(testing::Return(absl::UnavailableError("can't read")));
  }

 protected:
  std::vector<std::string> page_categories_;  // of the ads that were created
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_ADS_FIXTURE_H_
