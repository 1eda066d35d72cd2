// OperationService: who may decide about which operation.
#include <string>

#include <gtest/gtest.h>

#include "server/api/testing/api_fixture.h"
#include "server/store/testing/samples.h"

namespace sparkgate::server {
namespace {

class OperationServiceTest : public ApiFixture {
 protected:
  // What stops a caller with `role` from cancelling, and from resolving, an operation of `kind`.
  std::string Decide(Role role, const std::string& kind) {
    Operation operation = SampleOperation("w", "o");
    operation.kind = kind;
    operation.state = OperationState::kDone;
    Write([&](Transaction& tx) { return tx.operations().Put(operation); });
    caller_ = {.principal = "key", .workspace = "w", .roles = Bit(role)};
    const std::string name = "name: 'workspaces/w/operations/o'";
    return Refusal("OperationService/CancelOperation", name) + " " +
           Refusal("OperationService/ResolveOperation", name + " finding: FINDING_HAPPENED");
  }
};

TEST_F(OperationServiceTest, WhoMayMakeOneMayDecideAboutIt) {
  const std::string let_in = "ALREADY_SENT OPERATION_NOT_UNKNOWN";
  const std::string kept_out = "ROLE_MISSING ROLE_MISSING";
  for (const char* kind : {"code.generate", "code.extend", "code.delete", "code.switch_off"}) {
    EXPECT_EQ(Decide(Role::kCreator, kind), let_in) << kind;
    EXPECT_EQ(Decide(Role::kAdvertiser, kind), kept_out) << kind;
    EXPECT_EQ(Decide(Role::kAdmin, kind), let_in) << kind;
  }
  for (const char* kind : {"post.authorize", "post.unbind", "ad.create", "campaign.switch"}) {
    EXPECT_EQ(Decide(Role::kCreator, kind), kept_out) << kind;
    EXPECT_EQ(Decide(Role::kAdvertiser, kind), let_in) << kind;
    EXPECT_EQ(Decide(Role::kAdmin, kind), let_in) << kind;
  }
}

TEST_F(OperationServiceTest, AFindingIsOneOfThree) {
  Write([&](Transaction& tx) { return tx.operations().Put(SampleOperation("w", "o")); });
  EXPECT_EQ(Refusal("OperationService/ResolveOperation", "name: 'workspaces/w/operations/o'"),
            "INVALID_FIELD finding");
}

}  // namespace
}  // namespace sparkgate::server
