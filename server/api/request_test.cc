#include "server/api/request.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/api/roles.h"
#include "server/api/testing/fake_call.h"
#include "server/usecases/testing/test_server.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

class RequestTest : public testing::Test {
 protected:
  static v1::RevokeApiKeyRequest Revoke(const std::string& name, const std::string& request_id) {
    v1::RevokeApiKeyRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return request;
  }
  absl::StatusOr<Call> Make(const google::protobuf::Message& request) {
    return MakeCall(server_.env, context_, request, "w");
  }

  TestDisk disk_;
  TestServer server_{disk_};
  FakeContext context_{{.principal = "key", .workspace = "w", .roles = kAdmins}};
};

TEST_F(RequestTest, ACallSaysWhoAsksForWhat) {
  const auto call = Make(Revoke("a", "r"));
  ASSERT_TRUE(call.ok()) << call.status();
  EXPECT_EQ(call->principal, "key");
  EXPECT_EQ(call->workspace, "w");
  EXPECT_EQ(call->method, "/sparkgate.v1.TestService/Test");
  EXPECT_EQ(call->request_id, "r");
  EXPECT_EQ(call->remaining, absl::Seconds(30));
}

TEST_F(RequestTest, TheDigestIsOfAllButTheRequestId) {
  const std::string digest = Make(Revoke("a", "r"))->digest;
  EXPECT_EQ(Make(Revoke("a", "other"))->digest, digest);
  EXPECT_NE(Make(Revoke("b", "r"))->digest, digest);
  EXPECT_EQ(Make(Revoke("a", ""))->digest, "");
  EXPECT_EQ(Make(v1::GetWorkspaceRequest())->request_id, "");  // it has none
}

TEST_F(RequestTest, ARequestIdIsShortAndPrintable) {
  EXPECT_TRUE(Make(Revoke("a", std::string(64, '~'))).ok());
  for (const std::string& id : {std::string(65, 'x'), std::string("a b"), std::string("a\n"),
                                std::string("\xc3\xa4"), std::string(1, '\0')}) {
    EXPECT_EQ(ReasonOf(Make(Revoke("a", id)).status()), "INVALID_FIELD");
  }
}

TEST_F(RequestTest, ACallKnowsThatItsCallerIsGone) {
  const Call call = *Make(Revoke("a", ""));
  EXPECT_FALSE(call.cancelled());
  context_.gone = true;
  EXPECT_TRUE(call.cancelled());
}

TEST_F(RequestTest, NamesOfOtherWorkspacesAreNotThere) {
  const auto parse = [](const FakeContext& context, const char* name) {
    return ParseOwnName(context, name, "workspaces/*/codes/*", "name");
  };
  EXPECT_EQ(*parse(context_, "workspaces/w/codes/c"), (std::vector<std::string>{"w", "c"}));
  EXPECT_EQ(ReasonOf(parse(context_, "workspaces/v/codes/c").status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(parse(context_, "workspaces/w/ads/c").status()), "INVALID_FIELD");
  const FakeContext server({.principal = "admin", .workspace = "", .roles = kServerAdmins});
  EXPECT_TRUE(parse(server, "workspaces/v/codes/c").ok());
  // Nobody's key, whatever its workspace looks like.
  const FakeContext nobody({.principal = "key", .workspace = "", .roles = kReaders});
  EXPECT_FALSE(parse(nobody, "workspaces/w/codes/c").ok());
}

TEST_F(RequestTest, AMaskNamesWhatCanBeUpdated) {
  google::protobuf::FieldMask mask;
  EXPECT_EQ(ReasonOf(CheckMask(mask, {"a", "b"})), "INVALID_FIELD");
  mask.add_paths("b");
  EXPECT_TRUE(CheckMask(mask, {"a", "b"}).ok());
  mask.add_paths("*");
  const absl::Status status = CheckMask(mask, {"a", "b"});
  EXPECT_EQ(DetailOf(status).fields.front().description, "'*' can't be updated; paths are: a, b");
}

}  // namespace
}  // namespace sparkgate::server
