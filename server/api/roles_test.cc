// Who may call what: every RPC as every kind of caller, over the wire, against what the comments of
// the protos promise. Requests are empty, so what is let in goes no further than its handler's
// door.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "base/metrics.h"
#include "client/cpp/connection.h"
#include "client/cpp/message_stream.h"
#include "rpc/server.h"
#include "server/api/authenticator.h"
#include "server/api/testing/api_fixture.h"
#include "server/usecases/access/api_keys.h"

namespace sparkgate::server {
namespace {

// One letter per kind of caller that is let in.
constexpr std::string_view kCallers = "-VCAWS";  // no key, viewer, creator, advertiser, admin of
                                                 // the workspace, admin of the server
const std::map<std::string_view, std::string_view> kMayCall = {
    {"WorkspaceService/CreateWorkspace", "S"},
    {"WorkspaceService/GetWorkspace", "VCAWS"},
    {"WorkspaceService/ListWorkspaces", "S"},
    {"WorkspaceService/UpdateWorkspace", "WS"},
    {"WorkspaceService/DeleteWorkspace", "S"},
    {"WorkspaceService/ResetWorkspace", "WS"},
    {"WorkspaceService/ForkWorkspace", "S"},
    {"WorkspaceService/RestoreWorkspace", "S"},
    {"WorkspaceService/CreateApiKey", "WS"},
    {"WorkspaceService/ListApiKeys", "WS"},
    {"WorkspaceService/RevokeApiKey", "WS"},

    {"AppService/CreateApp", "S"},
    {"AppService/GetApp", "S"},
    {"AppService/ListApps", "S"},
    {"AppService/UpdateApp", "S"},
    {"AppService/DeleteApp", "S"},

    {"CreatorService/StartCreatorConnect", "CW"},
    {"CreatorService/FinishCreatorConnect", "CW"},
    {"CreatorService/GetCreator", "VCAW"},
    {"CreatorService/ListCreators", "VCAW"},
    {"CreatorService/ListPosts", "VCAW"},
    {"CreatorService/GetPost", "VCAW"},
    {"CreatorService/GetAdSettings", "VCAW"},
    {"CreatorService/DisableAdAuthorization", "CW"},
    {"CreatorService/GenerateCode", "CW"},
    {"CreatorService/GetCode", "VCAW"},
    {"CreatorService/ListCodes", "VCAW"},
    {"CreatorService/ExtendCode", "CW"},
    {"CreatorService/DeleteCode", "CW"},
    {"CreatorService/RevealCode", "CW"},

    {"AdvertiserService/StartAdvertiserConnect", "AW"},
    {"AdvertiserService/FinishAdvertiserConnect", "AW"},
    {"AdvertiserService/GetAdvertiser", "VCAW"},
    {"AdvertiserService/ListAdvertisers", "VCAW"},
    {"AdvertiserService/GetAdAccount", "VCAW"},
    {"AdvertiserService/ListAdAccounts", "VCAW"},
    {"AdvertiserService/CheckReadiness", "VCAW"},
    {"AdvertiserService/ResyncAdAccount", "AW"},

    {"LibraryService/LookUpCode", "AW"},
    {"LibraryService/AuthorizeCode", "AW"},
    {"LibraryService/BatchAuthorizeCodes", "AW"},
    {"LibraryService/GetSparkPost", "VCAW"},
    {"LibraryService/ListSparkPosts", "VCAW"},
    {"LibraryService/UnbindSparkPost", "AW"},
    {"LibraryService/CheckSparkPost", "VCAW"},

    {"AdService/CreateCampaign", "AW"},
    {"AdService/GetCampaign", "VCAW"},
    {"AdService/ListCampaigns", "VCAW"},
    {"AdService/UpdateCampaign", "AW"},
    {"AdService/DeleteCampaign", "AW"},
    {"AdService/CreateAdGroup", "AW"},
    {"AdService/GetAdGroup", "VCAW"},
    {"AdService/ListAdGroups", "VCAW"},
    {"AdService/UpdateAdGroup", "AW"},
    {"AdService/DeleteAdGroup", "AW"},
    {"AdService/CreateAd", "AW"},
    {"AdService/GetAd", "VCAW"},
    {"AdService/ListAds", "VCAW"},
    {"AdService/UpdateAd", "AW"},
    {"AdService/DeleteAd", "AW"},
    {"AdService/CheckPublish", "VCAW"},
    {"AdService/PublishAll", "AW"},
    {"AdService/Pause", "AW"},
    {"AdService/Resume", "AW"},
    {"AdService/GetReview", "VCAW"},
    {"AdService/AppealReview", "AW"},

    {"OperationService/GetOperation", "VCAW"},
    {"OperationService/ListOperations", "VCAW"},
    {"OperationService/WaitOperation", "VCAW"},
    // Which of them, the operation's kind decides: operation_service_test.cc.
    {"OperationService/CancelOperation", "CAW"},
    {"OperationService/ResolveOperation", "CAW"},

    {"EventService/ListEvents", "VCAW"},
    {"EventService/WatchEvents", "VCAW"},

    {"LedgerService/ListEntries", "W"},
    {"LedgerService/GetHead", "VCAW"},
    {"LedgerService/ListUses", "VCAW"},

    {"TimeService/GetClock", "VCAW"},
    {"TimeService/Advance", "W"},
};

class RolesTest : public ApiFixture {
 protected:
  void SetUp() override {
    auto started = rpc::Server::Start({.workers = 2}, table_, &authenticator_, *metrics_);
    ASSERT_TRUE(started.ok()) << started.status();
    rpc_ = *std::move(started);
    for (const char letter : kCallers) {
      connections_.emplace(
          letter, client::ConnectionOptions{.address = "127.0.0.1:" + std::to_string(rpc_->port()),
                                            .key = MakeKey(letter)});
    }
  }
  void TearDown() override {
    connections_.clear();
    if (rpc_ != nullptr) rpc_->Stop(absl::ZeroDuration());
  }

  std::string MakeKey(char letter) {
    if (letter == '-') return "";
    if (letter == 'S') {
      const std::string secret = MakeSecret().secret;
      EXPECT_TRUE(
          EnsureServerAdminKey(server_.env.store, secret, server_.env.clocks.RealNow()).ok());
      return secret;
    }
    const std::map<char, Role> roles = {
        {'V', Role::kViewer}, {'C', Role::kCreator}, {'A', Role::kAdvertiser}, {'W', Role::kAdmin}};
    return CreateApiKey(server_.env, server_.MakeCall("w"), "", roles.at(letter), std::nullopt)
        ->secret;
  }

  // Why an empty request of a caller is refused.
  std::string Reason(char caller, const rpc::MethodTable::Method& method) {
    const std::unique_ptr<google::protobuf::Message> request(method.request_prototype->New());
    const std::unique_ptr<google::protobuf::Message> response(method.response_prototype->New());
    const client::Connection& connection = connections_.at(caller);
    const bool stream = method.server_stream != nullptr && !method.later;
    const absl::Status status =
        stream ? client::StreamByName(connection, method.name, *request, *response,
                                      [](const google::protobuf::Message&) { return true; })
               : client::CallByName(connection, method.name, *request, *response);
    return client::DetailsOf(status).reason;
  }

  KeyAuthenticator authenticator_{server_.env};
  const std::unique_ptr<Metrics> metrics_ = Metrics::Create();
  std::unique_ptr<rpc::Server> rpc_;
  std::map<char, client::Connection> connections_;
};

TEST_F(RolesTest, OnlyThoseWhoMayGetIn) {
  ASSERT_TRUE(table_.Missing().empty());
  size_t known = 0;
  for (const auto& [path, method] : table_.methods()) {
    SCOPED_TRACE(path);
    const auto row = kMayCall.find(path.substr(std::string_view("/sparkgate.v1.").size()));
    if (row == kMayCall.end()) {
      ADD_FAILURE() << "has no row in kMayCall";
      continue;
    }
    ++known;
    for (const char caller : kCallers) {
      const std::string reason = Reason(caller, method);
      const bool let_in = reason != "CREDENTIAL_MISSING" && reason != "ROLE_MISSING";
      const bool may = row->second.find(caller) != std::string_view::npos;
      EXPECT_EQ(let_in, may) << "of caller " << caller << ": " << reason;
      EXPECT_NE(reason, "CREDENTIAL_INVALID");
      EXPECT_EQ(reason == "CREDENTIAL_MISSING", caller == '-') << reason;
    }
  }
  EXPECT_EQ(known, kMayCall.size()) << "a row names no RPC";
}

// Whatever may be lost on the way can be asked for again without doing it twice.
TEST_F(RolesTest, EveryMutationTakesARequestId) {
  for (const auto& [path, method] : table_.methods()) {
    const std::string name = path.substr(path.rfind('/') + 1);
    bool read = false;
    for (const char* verb : {"Get", "List", "Check", "LookUp", "Wait", "Watch"}) {
      read = read || name.starts_with(verb);
    }
    const bool has_id =
        method.request_prototype->GetDescriptor()->FindFieldByName("request_id") != nullptr;
    // Each reveal is an act of its own, and what it shows must never be remembered.
    EXPECT_EQ(has_id, !read && name != "RevealCode") << path;
  }
}

}  // namespace
}  // namespace sparkgate::server
