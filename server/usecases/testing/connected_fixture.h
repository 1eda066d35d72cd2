// For tests of use cases that call TikTok: a workspace "w" with a creator and an ad account, both
// connected, and a TikTok that the test plays.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_CONNECTED_FIXTURE_H_
#define SPARKGATE_SERVER_USECASES_TESTING_CONNECTED_FIXTURE_H_

#include <functional>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/domain/connection.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {

class ConnectedFixture : public testing::Test {
 protected:
  static constexpr char kCreator[] = "c";
  static constexpr char kAccount[] = "7000000000000000001";
  static constexpr char kItem[] = "7300000000000000001";
  static constexpr absl::Duration kDay = absl::Hours(24);

  ConnectedFixture() : workspace_(server_.AddWorkspace("w")) {
    env().creator_tokens = &tokens_;
    Creator creator{.workspace = "w", .id = kCreator, .open_id = "open"};
    creator.access_end = creator.consent_end = kTestWorldStart + 400 * kDay;
    creator.access_token = *env().vault.Seal(workspace_, AccessTokenPlace(creator), "token");
    Advertiser advertiser{.workspace = "w", .id = "a", .scopes = {"2", "6", "1"}};
    advertiser.access_token = *env().vault.Seal(workspace_, AccessTokenPlace(advertiser), "token");
    Write([&](Transaction& tx) -> absl::Status {
      SG_RETURN_IF_ERROR(tx.creators().Put(creator));
      SG_RETURN_IF_ERROR(tx.advertisers().Put(advertiser));
      return tx.ad_accounts().Put({.workspace = "w",
                                   .id = kAccount,
                                   .advertiser = "a",
                                   .tiktok_status = "STATUS_ENABLE",
                                   .balance_micros = 1});
    });
  }

  Env& env() { return server_.env; }
  absl::Time now() { return *env().clocks.Now(workspace_); }
  void MoveTo(absl::Time time) { server_.SetWorldTime("w", time); }
  Call MakeCall(const std::string& request_id = "") { return server_.MakeCall("w", request_id); }

  void Write(const std::function<absl::Status(Transaction&)>& change) {
    const absl::Status written = env().store.Write(change);
    EXPECT_TRUE(written.ok()) << written;
  }
  // What `get` reads.
  template <class Row>
  std::optional<Row> Read(
      const std::function<absl::StatusOr<std::optional<Row>>(const Transaction&)>& get) {
    std::optional<Row> row;
    const absl::Status read = env().store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(row, get(tx));
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return row;
  }
  std::vector<std::string> EventTypes() { return server_.EventTypes("w"); }
  Event LastEvent() { return server_.Events("w").back(); }
  std::optional<WorkItem> Work(const std::string& kind, const std::string& subject) {
    return server_.GetWork("w", kind, subject);
  }

  TestDisk disk_;
  tiktok::MockTikTok tiktok_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  const Workspace workspace_;
  CreatorTokens tokens_{env()};
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_CONNECTED_FIXTURE_H_
