// All services over a real store, called by name with requests in protobuf's text format, as whom
// the test likes:
//
//   Ask("AdService/GetCampaign", "name: 'workspaces/w/campaigns/c'")
#ifndef SPARKGATE_SERVER_API_TESTING_API_FIXTURE_H_
#define SPARKGATE_SERVER_API_TESTING_API_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/executor.h"
#include "base/timer.h"
#include "server/api/operation_waits.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/api/testing/fake_call.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/event_feed.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {

class ApiFixture : public testing::Test {
 protected:
  ApiFixture() {
    server_.env.creator_tokens = &tokens_;
    RegisterServices(server_.env, feed_, *waits_, table_);
  }

  const rpc::MethodTable::Method& Find(std::string_view method) const {
    const auto* found = table_.Find("/sparkgate.v1." + std::string(method));
    EXPECT_NE(found, nullptr) << method;
    return *found;
  }
  static std::unique_ptr<google::protobuf::Message> Parse(const rpc::MethodTable::Method& method,
                                                          const std::string& text) {
    std::unique_ptr<google::protobuf::Message> request(method.request_prototype->New());
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.get())) << text;
    return request;
  }
  // A unary call's answer.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Ask(std::string_view name,
                                                                 const std::string& request) {
    const rpc::MethodTable::Method& method = Find(name);
    FakeContext context(caller_, method.name);
    return method.unary(context, *Parse(method, request));
  }
  template <class Response>
  Response Get(std::string_view name, const std::string& request) {
    const auto answer = Ask(name, request);
    EXPECT_TRUE(answer.ok()) << name << ": " << answer.status();
    return answer.ok() ? static_cast<const Response&>(**answer) : Response();
  }
  // Reason and field of a refusal, as "INVALID_FIELD update_mask"; "" if it is none.
  std::string Refusal(std::string_view name, const std::string& request) {
    const ErrorDetail detail = DetailOf(Ask(name, request).status());
    return detail.fields.empty() ? detail.reason : detail.reason + " " + detail.fields[0].field;
  }
  void Write(const std::function<absl::Status(Transaction&)>& change) {
    const absl::Status written = server_.env.store.Write(change);
    EXPECT_TRUE(written.ok()) << written;
  }

  const rpc::Caller admin_{.principal = "key", .workspace = "w", .roles = kAdmins};
  const rpc::Caller server_admin_{.principal = "first", .workspace = "", .roles = kServerAdmins};
  rpc::Caller caller_ = admin_;

  TestDisk disk_;
  tiktok::MockTikTok tiktok_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  CreatorTokens tokens_{server_.env};
  const Workspace workspace_ = server_.AddWorkspace("w");
  EventFeed feed_;
  ManualTimerService timers_;
  InlineExecutor executor_;
  const std::shared_ptr<OperationWaits> waits_ =
      OperationWaits::Create(server_.env, timers_, executor_);
  rpc::MethodTable table_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_TESTING_API_FIXTURE_H_
