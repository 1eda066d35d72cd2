#include "server/usecases/creators/codes.h"

#include <utility>

#include "server/usecases/creators/code_mutations.h"
#include "server/usecases/creators/code_records.h"
#include "server/usecases/library/library_sync.h"
#include "server/usecases/names.h"
#include "server/usecases/testing/connected_fixture.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::Return;
using testing::UnorderedElementsAre;

constexpr char kCode[] = "#1Ea2bcde3fUM/ghijEk/L4mOceft5deFRq6za7JsgnAJ8PB9n1XIr1rC1b/5Rw4=";
constexpr char kOtherCode[] = "#9Za2bcde3fUM/ghijEk/L4mOceft5deFRq6za7JsgnAJ8PB9n1XIr1rC1b/5Rw4=";

class CodesTest : public ConnectedFixture {
 protected:
  CodesTest() {
    RegisterCodeMutations(*env().operations);
    EXPECT_CALL(tiktok_.creator_api, GetCodeStatus)
        .WillRepeatedly([this](const tiktok::Call&,
                               const tiktok::PostRef&) -> absl::StatusOr<tiktok::CodeInfo> {
          const auto shown = shown_;
          std::exchange(meanwhile_, [] {})();
          if (shown.has_value()) return *shown;
          return Error(absl::StatusCode::kNotFound, "No code.", {.reason = "CODE_NOT_FOUND"});
        });
  }

  static tiktok::CodeInfo Info(const std::string& code, int days, absl::Time start,
                               const std::string& status = "NOT_USED") {
    return {.item_id = kItem,
            .auth_code = tiktok::Secret(code),
            .start = start,
            .end = EndAfter(start, days),
            .days = days,
            .status = status};
  }
  std::optional<CodeView> Look() {
    auto view = ReadAdSettings(env(), "w", kCreator, kItem);
    EXPECT_TRUE(view.ok()) << view.status();
    return view.ok() ? *std::move(view) : std::nullopt;
  }
  // Whether the ad account that has the post looks at it at once.
  bool LibraryLooksAgain() {
    const auto look = Work(kPostLookWork, std::string(kAccount) + "/" + kItem);
    return look.has_value() && look->due <= now();
  }
  // Makes a code here, as TikTok then shows it.
  Code Generate(int days = 30) {
    EXPECT_CALL(tiktok_.creator_api, SetAdAuthorization)
        .WillOnce([this, days](auto&&...) -> absl::StatusOr<std::optional<tiktok::CodeInfo>> {
          shown_ = Info(kCode, days, now());
          return shown_;
        });
    const auto made = GenerateCode(env(), MakeCall(), kCreator, kItem, days);
    EXPECT_TRUE(made.ok()) << made.status();
    return made->code;
  }
  // The post is in an ad account's library.
  void PutPost() {
    Write([&](Transaction& tx) {
      return tx.spark_posts().Put(
          {.workspace = "w", .ad_account = kAccount, .item_id = kItem, .create_time = now()});
    });
  }

  std::optional<tiktok::CodeInfo> shown_;    // what TikTok shows of the post
  std::function<void()> meanwhile_ = [] {};  // once, while its answer is on its way
};

TEST_F(CodesTest, AGeneratedCodeIsKeptSealedAndHasItsEnd) {
  const Code code = Generate();
  EXPECT_EQ(code.end_time, now() + 30 * kDay);
  EXPECT_EQ(code.hint, "#1Ea2");
  EXPECT_EQ(code.code.text.find("bcde3fUM"), std::string::npos);
  EXPECT_EQ(Work(kCodeEndWork, code.id)->due, code.end_time);
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated"));
  EXPECT_THAT(LastEvent().attributes,
              UnorderedElementsAre(Pair("post", PostName("w", kCreator, kItem)),
                                   Pair("item_id", kItem), Pair("duration_days", "30"),
                                   Pair("end_time", "2026-01-31T00:00:00+00:00")));
  EXPECT_EQ(*RevealCode(env(), MakeCall(), code.id, "story"), kCode);
  EXPECT_EQ(server_.Audit("w").back().action, "code.reveal");
}

TEST_F(CodesTest, APostHasOneCode) {
  Generate();
  EXPECT_EQ(ReasonOf(GenerateCode(env(), MakeCall(), kCreator, kItem, 30).status()), "CODE_EXISTS");
  EXPECT_EQ(ReasonOf(GenerateCode(env(), MakeCall(), kCreator, kItem, 31).status()),
            "INVALID_FIELD");
}

TEST_F(CodesTest, AnExtensionAddsDays) {
  const Code code = Generate();
  PutPost();
  MoveTo(code.end_time + kDay);
  EXPECT_CALL(tiktok_.creator_api, ExtendOrRecreateCode)
      .WillOnce(Return(Info(kCode, 90, code.start_time)));
  const auto extended = ExtendCode(env(), MakeCall(), code.id, 60);
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(extended->state, CodeState::kNotUsed);
  EXPECT_EQ(extended->code.duration_days, 90);
  EXPECT_EQ(LastEvent().attributes.at("added_days"), "60");
  EXPECT_TRUE(LibraryLooksAgain());
}

TEST_F(CodesTest, ADeletedCodeIsMadeAnew) {
  const Code code = Generate();
  PutPost();
  EXPECT_CALL(tiktok_.creator_api, DeleteCode).WillOnce(Return(absl::OkStatus()));
  ASSERT_TRUE(DeleteCode(env(), MakeCall(), code.id).ok());
  shown_.reset();
  EXPECT_EQ(GetCode(env(), "w", code.id)->state, CodeState::kDeleted);
  EXPECT_FALSE(Work(kCodeEndWork, code.id).has_value());
  EXPECT_EQ(ReasonOf(ExtendCode(env(), MakeCall(), code.id, 7).status()), "CODE_DELETED");
  EXPECT_CALL(tiktok_.creator_api, ExtendOrRecreateCode)
      .WillOnce(Return(Info(kOtherCode, 7, now())));
  const auto again = GenerateCode(env(), MakeCall(), kCreator, kItem, 7);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_NE(again->code.id, code.id);
}

TEST_F(CodesTest, DeletingADeletedCodeUsesItsRequestIdUp) {
  const Code code = Generate();
  const auto remove = [&](const char* request_id, const char* body, const std::string& id) {
    return ReasonOf(DeleteCode(env(), server_.MakeCall("w", request_id, body), id));
  };
  EXPECT_CALL(tiktok_.creator_api, DeleteCode).WillOnce([&](auto&&...) {
    shown_.reset();
    return absl::OkStatus();
  });
  EXPECT_EQ(remove("q", "one", code.id), "");
  EXPECT_EQ(remove("q", "one", code.id), "");
  EXPECT_EQ(remove("r", "one", code.id), "");
  EXPECT_EQ(remove("r", "one", code.id), "");
  shown_ = Info(kOtherCode, 30, now());
  const std::string other = Look()->code.id;
  EXPECT_EQ(remove("q", "two", other), "REQUEST_ID_REUSED");
  EXPECT_EQ(remove("r", "two", other), "REQUEST_ID_REUSED");
  // The first one turns up again: that call was answered all the same.
  shown_ = Info(kCode, 30, now());
  EXPECT_EQ(Look()->code.id, code.id);
  EXPECT_EQ(remove("r", "one", code.id), "");
}

TEST_F(CodesTest, SwitchingTheAuthorizationOffDeletesTheCode) {
  const Code code = Generate();
  EXPECT_CALL(tiktok_.creator_api, SetAdAuthorization).WillOnce(Return(std::nullopt));
  ASSERT_TRUE(DisableAdAuthorization(env(), MakeCall(), kCreator, kItem).ok());
  EXPECT_EQ(GetCode(env(), "w", code.id)->state, CodeState::kDeleted);
}

TEST_F(CodesTest, ACodeIsMadeAgainAfterTheAuthorizationWasOff) {
  const Code code = Generate();
  EXPECT_CALL(tiktok_.creator_api, SetAdAuthorization(_, _, false, _))
      .WillOnce(Return(std::nullopt));
  ASSERT_TRUE(DisableAdAuthorization(env(), MakeCall(), kCreator, kItem).ok());
  shown_.reset();
  EXPECT_CALL(tiktok_.creator_api, ExtendOrRecreateCode)
      .WillOnce(Return(Error(absl::StatusCode::kFailedPrecondition, "off",
                             {.reason = "AD_AUTHORIZATION_UNAVAILABLE"})));
  EXPECT_CALL(tiktok_.creator_api, SetAdAuthorization(_, _, true, 7))
      .WillOnce(Return(Info(kOtherCode, 7, now())));
  const auto again = GenerateCode(env(), MakeCall(), kCreator, kItem, 7);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_NE(again->code.id, code.id);
}

// What people do in the TikTok app.

TEST_F(CodesTest, ACodeMadeOutsideBecomesKnown) {
  EXPECT_EQ(Look(), std::nullopt);
  shown_ = Info(kCode, 30, now());
  const auto view = Look();
  ASSERT_TRUE(view.has_value());
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated"));
  EXPECT_EQ(LastEvent().attributes.at("origin"), "OUTSIDE");
  EXPECT_EQ(Look()->code.id, view->code.id);
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated"));
}

TEST_F(CodesTest, ACodeDeletedOutsideWakesItsLibraries) {
  const Code code = Generate();
  PutPost();
  shown_.reset();
  EXPECT_EQ(Look(), std::nullopt);
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated", "code.deleted"));
  EXPECT_EQ(LastEvent().attributes.at("origin"), "OUTSIDE");
  EXPECT_FALSE(Work(kCodeEndWork, code.id).has_value());
  EXPECT_TRUE(LibraryLooksAgain());
}

TEST_F(CodesTest, ACodeExtendedOutsideIsTold) {
  const Code code = Generate();
  PutPost();
  shown_ = Info(kCode, 60, code.start_time);
  EXPECT_EQ(Look()->code.end_time, code.start_time + 60 * kDay);
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated", "code.extended"));
  EXPECT_THAT(LastEvent().attributes,
              UnorderedElementsAre(Pair("origin", "OUTSIDE"), Pair("item_id", kItem),
                                   Pair("end_time", "2026-03-02T00:00:00+00:00")));
  EXPECT_EQ(Work(kCodeEndWork, code.id)->due, code.start_time + 60 * kDay);
  EXPECT_TRUE(LibraryLooksAgain());
}

TEST_F(CodesTest, AnotherCodeInItsPlaceIsAnotherRecord) {
  const Code code = Generate();
  shown_ = Info(kOtherCode, 7, now() + absl::Hours(1));
  const auto other = Look();
  EXPECT_NE(other->code.id, code.id);
  EXPECT_EQ(GetCode(env(), "w", code.id)->state, CodeState::kDeleted);
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated", "code.deleted", "code.generated"));
}

TEST_F(CodesTest, AnEndIsToldOnce) {
  const Code code = Generate();
  MoveTo(code.end_time);
  NewCodeEndHandler()->Run(env(), workspace_, {*Work(kCodeEndWork, code.id)}, now());
  EXPECT_EQ(EventTypes().back(), "code.ended");
  EXPECT_EQ(Look()->state, CodeState::kExpired);
  EXPECT_FALSE(Work(kCodeEndWork, code.id).has_value());
}

TEST_F(CodesTest, AnEndBeforeWeMetTheCodeIsntTold) {
  shown_ = Info(kCode, 7, now() - 8 * kDay, "EXPIRED");
  EXPECT_EQ(Look()->state, CodeState::kExpired);
  EXPECT_FALSE(Work(kCodeEndWork, Look()->code.id).has_value());
}

// An advertiser of this workspace redeemed it before its creator was connected.
TEST_F(CodesTest, AReceivedCodeBecomesItsCreators) {
  Code received{.workspace = "w",
                .id = "received",
                .origin = CodeOrigin::kReceived,
                .state = CodeState::kInUse,
                .item_id = kItem};
  ASSERT_TRUE(SetCodeText(env(), workspace_, received, kCode).ok());
  Write([&](Transaction& tx) { return tx.codes().Put(received); });
  shown_ = Info(kCode, 30, now(), "IN_USE");
  const auto view = Look();
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->code.id, "received");
  EXPECT_EQ(view->code.origin, CodeOrigin::kGenerated);
  EXPECT_EQ(view->code.creator, kCreator);
  EXPECT_EQ(view->state, CodeState::kInUse);
  EXPECT_EQ(ReasonOf(GenerateCode(env(), MakeCall(), kCreator, kItem, 30).status()), "CODE_EXISTS");
  EXPECT_CALL(tiktok_.creator_api, ExtendOrRecreateCode).WillOnce(Return(Info(kCode, 37, now())));
  EXPECT_TRUE(ExtendCode(env(), MakeCall(), "received", 7).ok());
}

// A look that began before the code was made ends after it.
TEST_F(CodesTest, AStaleLookDeletesNothing) {
  std::optional<Code> made;
  meanwhile_ = [&] { made = Generate(); };
  const auto view = Look();
  ASSERT_TRUE(made.has_value());
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->code.id, made->id);
  EXPECT_EQ(GetCode(env(), "w", made->id)->state, CodeState::kNotUsed);
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated"));
}

TEST_F(CodesTest, ALookTellsNothingOfWhatAnOperationIsDoing) {
  // The answer of the generation is on its way: TikTok shows the code already.
  std::optional<CodeView> seen;
  EXPECT_CALL(tiktok_.creator_api, SetAdAuthorization)
      .WillOnce([&](auto&&...) -> absl::StatusOr<std::optional<tiktok::CodeInfo>> {
        shown_ = Info(kCode, 30, now());
        seen = Look();
        return shown_;
      });
  ASSERT_TRUE(GenerateCode(env(), MakeCall(), kCreator, kItem, 30).ok());
  EXPECT_FALSE(seen.has_value());
  EXPECT_THAT(EventTypes(), ElementsAre("code.generated"));
  EXPECT_FALSE(LastEvent().operation.empty());
}

TEST_F(CodesTest, ACodeThatIsShownAgainIsntDeleted) {
  const Code code = Generate();
  const auto shown = shown_;
  shown_.reset();
  EXPECT_EQ(Look(), std::nullopt);
  shown_ = shown;
  const auto view = Look();
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->code.id, code.id);
  EXPECT_EQ(view->state, CodeState::kNotUsed);
  EXPECT_EQ(Work(kCodeEndWork, code.id)->due, code.end_time);
}

TEST_F(CodesTest, AReceivedCodeIsNotOursToChange) {
  Write([&](Transaction& tx) {
    return tx.codes().Put(
        {.workspace = "w", .id = "received", .origin = CodeOrigin::kReceived, .item_id = kItem});
  });
  EXPECT_EQ(ReasonOf(ExtendCode(env(), MakeCall(), "received", 7).status()), "CODE_NOT_OURS");
  EXPECT_EQ(ReasonOf(DeleteCode(env(), MakeCall(), "received")), "CODE_NOT_OURS");
}

}  // namespace
}  // namespace sparkgate::server
