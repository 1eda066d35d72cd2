// Operations on one post's code: each can only be proved if no other comes between.
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/testing/samples.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/tiktok/outcome.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/code_mutations.h"
#include "server/usecases/creators/codes.h"
#include "server/usecases/names.h"
#include "server/usecases/testing/test_server.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using ::testing::Return;

constexpr char kItem[] = "7100000000000000001";
constexpr absl::Duration kDay = absl::Hours(24);

// Does something when a use case has committed what it read, before it records its operation.
class Interrupting final : public CountingSignal {
 public:
  void Poke(const std::string& workspace) override {
    CountingSignal::Poke(workspace);
    if (auto what = std::exchange(next_, nullptr)) what();
  }
  std::function<void()> next_;
};

class OneAtATimeTest : public testing::Test {
 protected:
  OneAtATimeTest() : workspace_(server_.AddWorkspace("w")) {
    server_.env.creator_tokens = &tokens_;
    RegisterCodeMutations(ops());
    Creator creator = SampleCreator("w", "mia");
    creator.state = ConnectionState::kConnected;
    creator.access_end = kTestWorldStart + 300 * kDay;
    creator.consent_end = kTestWorldStart + 300 * kDay;
    creator.access_token = *server_.env.vault.Seal(workspace_, AccessTokenPlace(creator), "token");
    Write([&](Transaction& tx) { return tx.creators().Put(creator); });
  }

  Operations& ops() { return *server_.env.operations; }
  void Write(const std::function<absl::Status(Transaction&)>& fn) {
    const absl::Status status = server_.env.store.Write(fn);
    EXPECT_TRUE(status.ok()) << status;
  }
  static tiktok::CodeInfo Info(char letter, absl::Time end) {
    return {.item_id = kItem,
            .auth_code = tiktok::Secret("#" + std::string(64, letter)),
            .start = kTestWorldStart,
            .end = end,
            .days = 30,
            .status = "NOT_USED"};
  }
  static absl::Status None() {
    return Error(absl::StatusCode::kNotFound, "none", {.reason = "CODE_NOT_FOUND"});
  }
  static absl::Status Lost() {
    return tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"));
  }
  void Reads(absl::StatusOr<tiktok::CodeInfo> info) {
    EXPECT_CALL(tiktok_.creator_api, GetCodeStatus).WillRepeatedly(Return(std::move(info)));
  }
  // A code of the post, known here; its id.
  std::string MakeCode() {
    Reads(Info('a', end_));
    const auto seen = ReadAdSettings(server_.env, "w", "mia", kItem);
    EXPECT_TRUE(seen.ok() && seen->has_value()) << seen.status();
    return seen.ok() && seen->has_value() ? (*seen)->code.id : "";
  }
  absl::Status Generate() {
    return GenerateCode(server_.env, server_.MakeCall("w"), "mia", kItem, 30).status();
  }
  absl::Status Extend(const std::string& id) {
    return ExtendCode(server_.env, server_.MakeCall("w"), id, 30).status();
  }
  absl::Status Delete(const std::string& id) {
    return server::DeleteCode(server_.env, server_.MakeCall("w"), id);
  }
  // Deletes, but neither the answer nor a reading comes; the operation's id.
  std::string DeleteInDoubt(const std::string& id) {
    EXPECT_CALL(tiktok_.creator_api, DeleteCode).WillOnce(Return(Lost()));
    Reads(absl::UnavailableError("can't read"));
    return UnknownId(Delete(id));
  }
  static std::string UnknownId(const absl::Status& status) {
    EXPECT_EQ(ReasonOf(status), "OUTCOME_UNKNOWN") << status;
    const std::string name = DetailOf(status).metadata["operation"];
    return name.substr(name.rfind('/') + 1);
  }
  void Work(const std::string& id) {
    server_.real.Advance(workspace_.settings.upstream_timeout);
    const auto item = server_.GetWork("w", kOperationWork, id);
    ASSERT_TRUE(item.has_value());
    ops().DoWork(workspace_, *item, kTestWorldStart);
  }

  absl::Time end_ = kTestWorldStart + 30 * kDay;
  tiktok::MockTikTok tiktok_;
  Interrupting signal_;
  TestDisk disk_;
  TestServer server_{disk_, {.tiktok = &tiktok_, .work = &signal_}};
  CreatorTokens tokens_{server_.env};
  const Workspace workspace_;
};

TEST_F(OneAtATimeTest, WhileADeletionIsInDoubtNoCodeIsMadeOrExtended) {
  const std::string id = MakeCode();
  const std::string deletion = DeleteInDoubt(id);
  Reads(Info('a', end_));
  EXPECT_EQ(ReasonOf(Extend(id)), "OPERATION_IN_PROGRESS");
  EXPECT_EQ(ReasonOf(Delete(id)), "OPERATION_IN_PROGRESS");
  Reads(None());
  const absl::Status refused = Generate();
  EXPECT_EQ(ReasonOf(refused), "OPERATION_IN_PROGRESS");
  EXPECT_EQ(DetailOf(refused).metadata["operation"], OperationName("w", deletion));
}

TEST_F(OneAtATimeTest, ACodeThatPeopleMadeSinceIsNotDeleted) {
  const std::string deletion = DeleteInDoubt(MakeCode());
  Reads(Info('b', end_));
  Work(deletion);  // DeleteCode is expected once
  EXPECT_EQ(server_.GetOperation("w", deletion).state, OperationState::kDone);
}

TEST_F(OneAtATimeTest, TheSameCodeIsDeletedAgain) {
  const std::string deletion = DeleteInDoubt(MakeCode());
  Reads(Info('a', end_));
  EXPECT_CALL(tiktok_.creator_api, DeleteCode).WillOnce(Return(absl::OkStatus()));
  Work(deletion);
  EXPECT_EQ(server_.GetOperation("w", deletion).state, OperationState::kDone);
}

TEST_F(OneAtATimeTest, AnEndThatMovedSinceItWasReadIsNoProof) {
  const std::string id = MakeCode();
  signal_.next_ = [&] {
    Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(auto code, tx.codes().Get("w", id));
      code->end_time += 30 * kDay;
      return tx.codes().Put(*code);
    });
  };
  EXPECT_EQ(ReasonOf(Extend(id)), "CODE_CHANGED");  // nothing was sent
}

TEST_F(OneAtATimeTest, ACodeThatWasMadeSinceWeLookedIsNotExtended) {
  Reads(None());
  signal_.next_ = [&] {
    Code code = SampleCode("w", "other");
    code.origin = CodeOrigin::kGenerated;
    code.creator = "mia";
    code.item_id = kItem;
    Write([&](Transaction& tx) { return tx.codes().Put(code); });
  };
  EXPECT_EQ(ReasonOf(Generate()), "CODE_EXISTS");  // nothing was sent
}

TEST_F(OneAtATimeTest, WhetherACodeThatIsGoneWasExtendedIsForAPersonToSay) {
  const std::string id = MakeCode();
  EXPECT_CALL(tiktok_.creator_api, GetCodeStatus)
      .WillOnce(Return(Info('a', end_)))
      .WillRepeatedly(Return(None()));
  EXPECT_CALL(tiktok_.creator_api, ExtendOrRecreateCode).WillOnce(Return(Lost()));
  const std::string extension = UnknownId(Extend(id));
  Work(extension);
  EXPECT_EQ(server_.GetOperation("w", extension).waiting_for, "a person");
}

// TikTok doesn't say from when the days of an ended code count.
TEST_F(OneAtATimeTest, TheExtensionOfAnEndedCodeIsReadFromItsDaysInAll) {
  end_ = kTestWorldStart - kDay;
  const std::string id = MakeCode();
  for (const int days : {61, 60}) {
    tiktok::CodeInfo after = Info('a', kTestWorldStart + 30 * kDay);
    after.days = days;
    EXPECT_CALL(tiktok_.creator_api, GetCodeStatus)
        .WillOnce(Return(Info('a', end_)))
        .WillRepeatedly(Return(after));
    EXPECT_CALL(tiktok_.creator_api, ExtendOrRecreateCode).WillOnce(Return(Lost()));
    if (days == 60) {
      EXPECT_EQ(ReasonOf(Extend(id)), "");
      continue;
    }
    const std::string extension = UnknownId(Extend(id));
    Work(extension);
    EXPECT_EQ(server_.GetOperation("w", extension).waiting_for, "a person");
    ASSERT_TRUE(
        ops()
            .Resolve(server_.MakeCall("w"), extension, Operations::Finding::kDidNotHappen, "")
            .ok());
  }
}

}  // namespace
}  // namespace sparkgate::server
