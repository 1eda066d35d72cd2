#include "server/usecases/advertisers/advertisers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/test_server.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using testing::Return;

class AdvertisersTest : public testing::Test {
 protected:
  AdvertisersTest() {
    server_.env.operations->RegisterComposite(NewResyncComposite());
    PutTestAdvertiser(server_, workspace_, "a", "701");
    PutTestAdvertiser(server_, workspace_, "b", "702");
  }
  // Starts a resync of 701 and lets the runner's turn come.
  Operation Resync() {
    const auto started = ResyncAdAccount(server_.env, server_.MakeCall("w", "r"), "701");
    EXPECT_TRUE(started.ok()) << started.status();
    const auto item = server_.GetWork("w", kOperationWork, started->id);
    EXPECT_TRUE(item.has_value());
    server_.env.operations->DoWork(workspace_, *item, kTestWorldStart);
    return server_.GetOperation("w", started->id);
  }

  TestDisk disk_;
  tiktok::MockTikTok tiktok_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  const Workspace workspace_ = server_.AddWorkspace("w");
};

TEST_F(AdvertisersTest, ListsWhatIsConnected) {
  EXPECT_EQ(GetAdvertiser(server_.env, "w", "a")->ad_accounts, std::vector<std::string>{"701"});
  EXPECT_EQ(ListAdvertisers(server_.env, "w", {})->size(), 2u);
  EXPECT_EQ(ListAdAccounts(server_.env, "w", {.after = "701", .limit = 10})->front().id, "702");
  EXPECT_EQ(ReasonOf(GetAdvertiser(server_.env, "w", "x").status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(GetAdAccount(server_.env, "v", "701").status()), "RESOURCE_NOT_FOUND");
}

TEST_F(AdvertisersTest, AResyncReadsTheAccountAnew) {
  EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
      .WillOnce(Return(std::vector<tiktok::AdAccount>{
          {.advertiser_id = "701", .name = "Brand, renamed", .status = "STATUS_ENABLE"}}));
  EXPECT_CALL(tiktok_.library_api, ListPosts)
      .WillOnce(Return(tiktok::SparkPostPage{.page_info = {.page = 1, .total_page = 1}}));
  const Operation over = Resync();
  EXPECT_EQ(over.state, OperationState::kDone);
  EXPECT_EQ(over.result, "workspaces/w/adAccounts/701");
  EXPECT_EQ(GetAdAccount(server_.env, "w", "701")->display_name, "Brand, renamed");
  // Repeated, it is the same one.
  EXPECT_EQ(ResyncAdAccount(server_.env, server_.MakeCall("w", "r"), "701")->id, over.id);
}

TEST_F(AdvertisersTest, AResyncThatCannotReadFails) {
  EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
      .WillOnce(Return(Error(absl::StatusCode::kUnavailable, "down",
                             {.reason = "TIKTOK_UNAVAILABLE", .who = Actor::kNobody})));
  const Operation over = Resync();
  EXPECT_EQ(over.state, OperationState::kFailed);
  EXPECT_EQ(over.error_reason, "TIKTOK_UNAVAILABLE");
}

TEST_F(AdvertisersTest, OnlyAnAccountThatIsThereIsResynced) {
  EXPECT_EQ(ReasonOf(ResyncAdAccount(server_.env, server_.MakeCall("w"), "703").status()),
            "RESOURCE_NOT_FOUND");
}

}  // namespace
}  // namespace sparkgate::server
