// Bulk import against a TikTok that the test plays. The text's words are the splitter's matter
// (domain/code_splitter_test.cc).
#include "server/usecases/library/code_import.h"

#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/mutex.h"
#include "server/usecases/library/code_redemption.h"
#include "server/usecases/library/library_fixture.h"
#include "server/usecases/library/library_mutations.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class CodeImportTest : public LibraryFixture {
 protected:
  CodeImportTest() {
    RegisterLibraryMutations(*env().operations);
    env().operations->RegisterComposite(NewImportComposite());
    EXPECT_CALL(tiktok_.library_api, AuthorizePost)
        .WillRepeatedly([this](const auto&, const tiktok::PostAuthorizationRequest& request) {
          return Redeem(request);
        });
    EXPECT_CALL(tiktok_.library_api, ListPosts)
        .WillRepeatedly([this](const auto&, const tiktok::SparkPostsQuery& query) {
          return ListOf(query.keyword);
        });
    EXPECT_CALL(tiktok_.library_api, GetPostInfo)
        .WillRepeatedly([this](const auto&, const auto&,
                               const tiktok::Secret& code) -> absl::StatusOr<tiktok::SparkPost> {
          MutexLock lock(mutex_);
          return Listed(items_.at(std::string(code.Reveal())), now() + 30 * kDay);
        });
  }

  // The fixture's answer, by threads that overlap.
  tiktok::SparkPostPage ListOf(const std::string& keyword) {
    MutexLock lock(mutex_);
    tiktok::SparkPostPage page;
    for (const tiktok::SparkPost& post : list_) {
      if (post.item_id == keyword) page.posts.push_back(post);
    }
    return page;
  }
  static std::string CodeOf(int number) { return fmt::format("#Code{:020}Aa=", number); }

  absl::Status Redeem(const tiktok::PostAuthorizationRequest& request) {
    MutexLock lock(mutex_);
    const std::string code(request.auth_code.Reveal());
    ++sent_[code];
    if (answer_) {
      if (absl::Status status = answer_(code); !status.ok()) return status;
    }
    const std::string item = std::to_string(7'300'000'000'000'000'000 + std::ssize(items_));
    items_[code] = item;
    list_.push_back(Listed(item, now() + 30 * kDay));
    return absl::OkStatus();
  }

  ImportReceiver Begin(const std::string& request_id = "") {
    const auto started = StartImport(env(), MakeCall(request_id), kAccount);
    EXPECT_TRUE(started.ok()) << started.status();
    return ImportReceiver(env(), *started);
  }
  Operation Whole(const std::string& id) { return *env().operations->Get("w", id); }
  // One step of the import's work item; false if it waits for something.
  bool Step(const std::string& id) {
    const WorkOutcome outcome = env().operations->DoWork(
        workspace_, {.workspace = "w", .kind = kOperationWork, .subject = id}, now());
    EXPECT_TRUE(outcome.error.ok()) << outcome.error;
    return outcome.kind == WorkOutcome::Kind::kAgainIn;
  }
  void StepAll(const std::string& id) {
    for (int steps = 0; Step(id); ++steps) ASSERT_LT(steps, 100);
  }
  std::vector<ImportItem> Items(const std::string& id,
                                std::optional<ImportItemState> state = std::nullopt) {
    return ListImportItems(env(), "w", id, state, 0, 10'000)->items;
  }
  // "number state hint" of each.
  std::vector<std::string> Shown(const std::string& id) {
    constexpr const char* kNames[] = {"",       "waiting",   "sent",    "done",
                                      "failed", "duplicate", "refused", "cancelled"};
    std::vector<std::string> shown;
    for (const ImportItem& item : Items(id)) {
      shown.push_back(fmt::format("{} {} {}", item.number, kNames[static_cast<int>(item.state)],
                                  item.text_offset));
    }
    return shown;
  }

  Mutex mutex_;
  std::map<std::string, std::string> items_;  // by code
  std::map<std::string, int> sent_;
  std::function<absl::Status(const std::string&)> answer_;
};

TEST_F(CodeImportTest, WhatIsFoundIsRedeemedItemByItem) {
  answer_ = [](const std::string& code) {
    return code != CodeOf(3) ? absl::OkStatus()
                             : Error(absl::StatusCode::kNotFound, "no such code",
                                     {.reason = "CODE_NOT_FOUND", .who = Actor::kCreator});
  };
  const std::string text =
      CodeOf(1) + "\n" + CodeOf(2) + ", " + CodeOf(1) + " #Half+ " + CodeOf(3) + "\n";
  ImportReceiver receiver = Begin();
  const std::string id = receiver.at().id;
  EXPECT_EQ(Whole(id).waiting_for, kWaitsForText);
  const std::string first = text.substr(0, 30);  // ends within the second code
  ASSERT_EQ(receiver.Take(0, first, false), absl::OkStatus());
  EXPECT_EQ(receiver.at().settled, 29);
  EXPECT_FALSE(Step(id));  // a text that isn't whole redeems nothing
  EXPECT_THAT(Shown(id), ElementsAre("1 waiting 0"));
  EXPECT_EQ(Whole(id).item_count, 1);
  EXPECT_EQ(Whole(id).waiting_for, kWaitsForText);
  ASSERT_EQ(receiver.Take(30, text.substr(30), true), absl::OkStatus());
  EXPECT_EQ(receiver.at().settled, std::ssize(text));
  ASSERT_TRUE(Work(kOperationWork, id).has_value());

  for (const ImportItem& item : Items(id)) {
    EXPECT_THAT(item.arguments, Not(HasSubstr("Code0")));
    EXPECT_THAT(item.hint, testing::AnyOf("#Code", ""));
  }
  StepAll(id);
  EXPECT_THAT(Shown(id), ElementsAre("1 done 0", "2 done 29", "3 duplicate 59", "4 refused 88",
                                     "5 failed 95"));
  const std::vector<ImportItem> items = Items(id);
  EXPECT_EQ(items[0].item_id, items_.at(CodeOf(1)));
  EXPECT_EQ(items[2].same_as, 1);
  EXPECT_EQ(items[4].error_reason, "CODE_NOT_FOUND");
  for (const ImportItem& item : items) EXPECT_EQ(item.arguments, "");
  const Operation whole = Whole(id);
  EXPECT_EQ(whole.state, OperationState::kDone);
  EXPECT_EQ(whole.item_count, 5);
  EXPECT_EQ(whole.items_over, 5);
  EXPECT_EQ(whole.items_failed, 2);
  const Event event = LastEvent();
  EXPECT_EQ(event.type, "import.finished");
  EXPECT_EQ(event.attributes.at("done"), "2");
  EXPECT_EQ(event.attributes.at("duplicates"), "1");
}

TEST_F(CodeImportTest, AnotherReceiverGoesOnWhereOneWas) {
  const std::string text = CodeOf(1) + " " + CodeOf(2) + " " + CodeOf(3);
  ImportReceiver lost = Begin("r");
  ASSERT_EQ(lost.Take(0, text.substr(0, 40), false), absl::OkStatus());

  ImportReceiver next = Begin("r");
  EXPECT_EQ(next.at(), lost.at());
  EXPECT_EQ(next.at().settled, 29);
  const absl::Status gap = next.Take(40, text.substr(40), true);
  EXPECT_EQ(ReasonOf(gap), "IMPORT_GAP");
  EXPECT_EQ(DetailOf(gap).metadata.at("offset"), "29");
  // A piece may be sent twice.
  ASSERT_EQ(next.Take(0, text, false), absl::OkStatus());
  EXPECT_EQ(next.at().items, 2);
  // The one that was lost is back, too late.
  EXPECT_EQ(ReasonOf(lost.Take(40, text.substr(40), true)), "IMPORT_ELSEWHERE");
  ASSERT_EQ(next.Take(std::ssize(text), "", true), absl::OkStatus());
  EXPECT_EQ(next.at().items, 3);
  // The end may be said again, by somebody who didn't hear that it was heard.
  ImportReceiver again = Begin("r");
  EXPECT_EQ(again.Take(0, text, true), absl::OkStatus());
  EXPECT_EQ(again.at(), next.at());
  StepAll(next.at().id);
  EXPECT_THAT(Shown(next.at().id), ElementsAre("1 done 0", "2 done 29", "3 done 58"));
}

TEST_F(CodeImportTest, AnAccountThatIsNotThereImportsNothing) {
  EXPECT_TRUE(absl::IsNotFound(StartImport(env(), MakeCall(), "7999").status()));
  EXPECT_TRUE(absl::IsNotFound(ListImportItems(env(), "w", "none", {}, 0, 10).status()));
}

TEST_F(CodeImportTest, WhatTheAccountHasIsNotSentAgain) {
  for (int round = 0; round < 2; ++round) {
    ImportReceiver receiver = Begin();
    ASSERT_EQ(receiver.Take(0, CodeOf(1), true), absl::OkStatus());
    StepAll(receiver.at().id);
    const std::vector<ImportItem> items = Items(receiver.at().id);
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].state, ImportItemState::kDone);
    EXPECT_EQ(items[0].operation.empty(), round == 1);
    EXPECT_EQ(items[0].item_id, items_.at(CodeOf(1)));
  }
  EXPECT_EQ(sent_.at(CodeOf(1)), 1);
}

TEST_F(CodeImportTest, ManyCodesArePlannedAFewAtATime) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += CodeOf(i) + "\n";
  ImportReceiver receiver = Begin();
  ASSERT_EQ(receiver.Take(0, text, true), absl::OkStatus());
  const std::string id = receiver.at().id;
  int steps = 0;
  while (Step(id)) {
    ++steps;
    EXPECT_LE(Items(id, ImportItemState::kSent).size(), 64u);
    EXPECT_EQ(Whole(id).item_count, 300);
  }
  EXPECT_EQ(steps, 5);
  EXPECT_EQ(Items(id, ImportItemState::kDone).size(), 300u);
  EXPECT_EQ(sent_.size(), 300u);
  for (const auto& [code, times] : sent_) EXPECT_EQ(times, 1) << code;
}

TEST_F(CodeImportTest, WaitsWhileTikTokHasEnough) {
  bool enough = true;
  answer_ = [&](const std::string& code) {
    return !enough || code == CodeOf(1)
               ? absl::OkStatus()
               : Error(absl::StatusCode::kResourceExhausted, "later",
                       {.reason = "RATE_LIMITED", .retry_after = absl::Seconds(10)});
  };
  ImportReceiver receiver = Begin();
  ASSERT_EQ(receiver.Take(0, CodeOf(1) + CodeOf(2), true), absl::OkStatus());
  const std::string id = receiver.at().id;
  StepAll(id);
  EXPECT_THAT(Shown(id), ElementsAre("1 done 0", "2 sent 28"));
  EXPECT_EQ(Whole(id).state, OperationState::kRunning);
  EXPECT_EQ(Whole(id).waiting_for, kWaitsForRetry);
  EXPECT_EQ(Whole(id).items_over, 1);
  ASSERT_TRUE(Whole(id).due_time.has_value());
  enough = false;
  MoveTo(*Whole(id).due_time);
  StepAll(id);
  EXPECT_EQ(Whole(id).state, OperationState::kDone);
  EXPECT_EQ(Whole(id).items_failed, 0);
}

TEST_F(CodeImportTest, AnUnfinishedTextCanBeCancelled) {
  ImportReceiver receiver = Begin("r");
  ASSERT_EQ(receiver.Take(0, CodeOf(1) + " " + CodeOf(2), false), absl::OkStatus());
  const std::string id = receiver.at().id;
  ASSERT_TRUE(env().operations->Cancel(MakeCall(), id).ok());
  EXPECT_EQ(ReasonOf(receiver.Take(57, "", true)), "IMPORT_OVER");
  EXPECT_EQ(ReasonOf(Begin("r").Take(57, "", true)), "IMPORT_OVER");
  StepAll(id);
  EXPECT_EQ(Whole(id).state, OperationState::kCancelled);
  EXPECT_THAT(Shown(id), ElementsAre("1 cancelled 0"));
  EXPECT_EQ(Items(id)[0].arguments, "");
  EXPECT_TRUE(sent_.empty());
}

TEST_F(CodeImportTest, CancellingLeavesWhatIsDone) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += CodeOf(i);
  ImportReceiver receiver = Begin();
  ASSERT_EQ(receiver.Take(0, text, true), absl::OkStatus());
  const std::string id = receiver.at().id;
  EXPECT_TRUE(Step(id));
  ASSERT_TRUE(env().operations->Cancel(MakeCall(), id).ok());
  StepAll(id);
  EXPECT_EQ(Whole(id).state, OperationState::kCancelled);
  EXPECT_EQ(Whole(id).items_over, 100);
  EXPECT_EQ(Items(id, ImportItemState::kDone).size(), 64u);
  EXPECT_EQ(Items(id, ImportItemState::kCancelled).size(), 36u);
  EXPECT_EQ(sent_.size(), 64u);
}

}  // namespace
}  // namespace sparkgate::server
