#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/usecases/library/library.h"
#include "server/usecases/library/library_mutations.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

class BatchTest : public testing::Test {
 protected:
  BatchTest() {
    RegisterLibraryMutations(*server_.env.operations);
    PutTestAdvertiser(server_, workspace_, "a", "701");
  }
  std::vector<std::string> Reasons(const Call& call, const std::vector<PastedCode>& codes) {
    std::vector<std::string> reasons;
    const auto results = BatchAuthorizeCodes(server_.env, call, "701", codes);
    if (!results.ok()) return {ReasonOf(results.status()), "of all"};
    for (const auto& result : *results) reasons.push_back(ReasonOf(result.status()));
    return reasons;
  }

  TestDisk disk_;
  tiktok::MockTikTok tiktok_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  const Workspace workspace_ = server_.AddWorkspace("w");
};

TEST_F(BatchTest, NothingIsRedeemedForACallerWhoIsGone) {
  Call call = server_.MakeCall("w");
  bool gone = false;
  call.cancelled = [&] { return gone; };
  EXPECT_CALL(tiktok_.library_api, AuthorizePost).WillOnce([&](const auto&, const auto&) {
    gone = true;
    return Error(absl::StatusCode::kFailedPrecondition, "expired",
                 {.reason = "CODE_EXPIRED", .who = Actor::kCreator});
  });
  EXPECT_THAT(Reasons(call, {{.code = "#" + std::string(64, 'a')},
                             {.code = "#" + std::string(64, 'b')},
                             {.code = "no code"}}),
              testing::ElementsAre("CODE_EXPIRED", "CALLER_GONE", "CALLER_GONE"));
}

TEST_F(BatchTest, AnotherBatchUnderTheSameIdRedeemsNothing) {
  EXPECT_CALL(tiktok_.library_api, AuthorizePost).Times(0);
  const PastedCode malformed{.code = "no code"};
  const PastedCode good{.code = "#" + std::string(64, 'a')};
  EXPECT_THAT(Reasons(server_.MakeCall("w", "r", "one"), {malformed}),
              testing::ElementsAre("CODE_MALFORMED"));
  EXPECT_THAT(Reasons(server_.MakeCall("w", "r", "one"), {malformed}),
              testing::ElementsAre("CODE_MALFORMED"));
  EXPECT_THAT(Reasons(server_.MakeCall("w", "r", "two"), {malformed, good}),
              testing::ElementsAre("REQUEST_ID_REUSED", "of all"));
}

}  // namespace
}  // namespace sparkgate::server
