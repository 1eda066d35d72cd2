// Bulk import as people use it: what is pasted is a mess, connections break, and the server dies.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cpp/message_stream.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/simulator/v1/journal_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;
using testing::HasSubstr;
using testing::Not;

constexpr char kMethod[] = "/sparkgate.v1.LibraryService/ImportCodes";

struct Upload {
  std::string request_id;
  int64_t offset = 0;
  size_t piece = 1 << 16;  // bytes
  bool last = true;        // says that the text ends
  bool hang_up = false;    // at the first answer
};

class ImportTest : public testing::Test {
 protected:
  ImportTest() {
    programs_.Start();
    story_ = std::make_unique<Story>(programs_, StoryOptions{.workspace = "import"});
    story_->OpenPost();
    story_->OpenAdAccount();
  }

  // A code of a further post of the creator's, made and copied in TikTok's app.
  std::string MakeCode() {
    const std::string post =
        story_->api
            .Ask<sim::Post>("CreatorAppService.PostVideo",
                            "account: '{}' post: < caption: 'More ramen' >", story_->account)
            .value()
            .name();
    story_->api
        .Ask<sim::PostAdSettings>(
            "CreatorAppService.UpdateAdSettings",
            "ad_settings: < post: '{}' content_disclosure: true terms_accepted: true "
            "ad_authorization: true > update_mask: < paths: 'content_disclosure' "
            "paths: 'terms_accepted' paths: 'ad_authorization' >",
            post)
        .value();
    story_->api.Ask<sim::PostCode>("CreatorAppService.GenerateCode", "post: '{}'", post).value();
    return story_->api.Ask<sim::CopyCodeResponse>("CreatorAppService.CopyCode", "post: '{}'", post)
        .value()
        .code();
  }

  std::pair<absl::Status, v1::ImportCodesResponse> Send(const std::string& text,
                                                        const Upload& upload) {
    const client::Connection connection(
        {.address = "127.0.0.1:" + std::to_string(programs_.server().grpc), .key = story_->key});
    v1::ImportCodesRequest request;
    v1::ImportCodesResponse response;
    v1::ImportCodesResponse last;
    auto at = static_cast<size_t>(upload.offset);
    bool done = false;
    const absl::Status status = client::BidiByName(
        connection, kMethod, request,
        [&](google::protobuf::Message& message, const std::stop_token&) {
          if (done) return false;
          auto& next = static_cast<v1::ImportCodesRequest&>(message);
          next.Clear();
          next.set_ad_account(story_->ad_account);
          next.set_request_id(upload.request_id);
          next.set_offset(static_cast<int64_t>(at));
          next.set_text(text.substr(at, upload.piece));
          at = std::min(text.size(), at + upload.piece);
          done = at == text.size();
          next.set_last(done && upload.last);
          return true;
        },
        response,
        [&](const google::protobuf::Message& message) {
          last = static_cast<const v1::ImportCodesResponse&>(message);
          return !upload.hang_up;
        });
    return {status, last};
  }

  v1::Operation Wait(const std::string& operation) {
    return story_->api
        .Ask<v1::Operation>("OperationService.WaitOperation", "name: '{}' timeout: < seconds: 60 >",
                            operation)
        .value();
  }
  std::vector<v1::ImportedCode> Items(const std::string& operation) {
    std::vector<v1::ImportedCode> items;
    std::string token;
    do {
      const auto page = story_->api
                            .Ask<v1::ListImportedCodesResponse>(
                                "LibraryService.ListImportedCodes",
                                "parent: '{}' page_size: 7 page_token: '{}'", operation, token)
                            .value();
      items.insert(items.end(), page.imported_codes().begin(), page.imported_codes().end());
      token = page.next_page_token();
    } while (!token.empty());
    return items;
  }
  size_t CountPosts() {
    return static_cast<size_t>(story_->api
                                   .Ask<v1::ListSparkPostsResponse>("LibraryService.ListSparkPosts",
                                                                    "parent: '{}' page_size: 1000",
                                                                    story_->ad_account)
                                   .value()
                                   .spark_posts_size());
  }
  void KillAndStart() {
    story_->api.LeaveServer();
    programs_.KillServer();
    programs_.StartServer();
    story_->Reconnect(programs_);
  }

  Programs programs_;
  std::unique_ptr<Story> story_;
};

TEST_F(ImportTest, WhatPeoplePasteIsRedeemedCodeByCode) {
  std::vector<std::string> codes;
  for (int i = 0; i < 6; ++i) codes.push_back(MakeCode());
  const std::string wrong = "#" + std::string(60, 'Q') + "abc1";
  const std::string text = "[12:01] Mia: hi all! mine: " + codes[0] + " #fyp\r\n" + "2\t\"" +
                           codes[1] + "\"\tBen\n" + codes[2] + codes[3] + "\n" + "again " +
                           codes[0] + ", half: " + codes[4].substr(0, 15) + "\n" + wrong + ";" +
                           codes[5].substr(1) + "\nhttps://www.tiktok.com/@mia";
  // Pieces of 10 bytes: every code is cut.
  const auto [status, answer] = Send(text, {.request_id = "one", .piece = 10});
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_TRUE(answer.finished());
  EXPECT_EQ(answer.offset(), std::ssize(text));
  EXPECT_EQ(answer.item_count(), 8);
  EXPECT_EQ(answer.duplicate_count(), 1);
  EXPECT_EQ(answer.refused_count(), 1);

  const v1::Operation operation = Wait(answer.operation());
  EXPECT_EQ(operation.state(), v1::OPERATION_STATE_DONE) << operation.DebugString();
  EXPECT_EQ(operation.kind(), "library.import");
  EXPECT_EQ(operation.item_count(), 8);
  EXPECT_EQ(operation.items_over(), 8);
  EXPECT_EQ(operation.items_failed(), 2);
  std::string states;
  for (const v1::ImportedCode& item : Items(answer.operation())) {
    states += v1::ImportedCodeState_Name(item.state()).substr(20);
    const std::string error = Describe(item.error());
    states += item.has_error() ? " " + error + "\n" : "\n";
    EXPECT_EQ(item.spark_post().empty(), item.state() != v1::IMPORTED_CODE_STATE_DONE);
    if (item.state() == v1::IMPORTED_CODE_STATE_DONE) {
      EXPECT_EQ(text.substr(static_cast<size_t>(item.offset()), 4),
                item.hint().substr(text[static_cast<size_t>(item.offset())] == '#' ? 0 : 1, 4));
    }
  }
  EXPECT_EQ(states,
            "DONE\nDONE\nDONE\nDONE\nDUPLICATE\nREFUSED INVALID_ARGUMENT CODE_MALFORMED text\n"
            "FAILED NOT_FOUND CODE_NOT_FOUND\nDONE\n");
  EXPECT_EQ(CountPosts(), 5u);

  // Nobody who reads about it reads a code.
  for (const char* method : {"OperationService.GetOperation", "LibraryService.ListImportedCodes",
                             "OperationService.ListOperations", "EventService.ListEvents"}) {
    const bool list = std::string_view(method).find("Service.ListImp") != std::string::npos;
    const bool of_workspace = std::string_view(method).find("Service.List") != std::string::npos;
    const std::string shown = story_->api.Show(
        method, list || of_workspace ? "parent: '{}' page_size: 1000" : "name: '{}'",
        of_workspace && !list ? story_->workspace : answer.operation());
    EXPECT_THAT(shown, HasSubstr("workspaces/import/"));
    for (const std::string& code : codes) EXPECT_THAT(shown, Not(HasSubstr(code.substr(6, 20))));
  }
  for (const std::string& code : codes) {
    EXPECT_THAT(programs_.ServerLog(), Not(HasSubstr(code.substr(6, 20))));
  }
}

TEST_F(ImportTest, ALostConnectionAndADeadServerLoseNothing) {
  std::vector<std::string> codes;
  std::string text;
  for (int i = 0; i < 40; ++i) {
    codes.push_back(MakeCode());
    text += codes.back() + "\n";
  }
  // The client hangs up at the first answer.
  const auto lost = Send(text, {.request_id = "r", .piece = 100, .last = false, .hang_up = true});
  ASSERT_FALSE(lost.second.operation().empty());
  // The next one sends half of what there is; then the server dies.
  const std::string half = text.substr(0, text.size() / 2 + 11);
  const auto [status, answer] = Send(half, {.request_id = "r", .piece = 100, .last = false});
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(answer.operation(), lost.second.operation());
  EXPECT_EQ(answer.item_count(), 20);
  KillAndStart();
  // Nothing is redeemed before the text is whole, and people see what it waits for.
  const v1::Operation waiting = Wait(answer.operation());
  EXPECT_EQ(waiting.items_over(), 0);
  EXPECT_EQ(waiting.waiting_for(), "text");
  EXPECT_EQ(CountPosts(), 0u);
  // What was acknowledged needn't be sent again.
  const auto [went_on, whole] = Send(text, {.request_id = "r", .offset = answer.offset()});
  ASSERT_TRUE(went_on.ok()) << went_on;
  EXPECT_TRUE(whole.finished());
  EXPECT_EQ(whole.item_count(), 40);

  // The server dies again while it redeems, wherever that is.
  while (CountPosts() == 0) {
  }
  KillAndStart();
  // Whatever was on its way is found out by reading, ten minutes apart.
  story_->Advance(absl::Minutes(11));
  const v1::Operation over = Wait(answer.operation());
  EXPECT_EQ(over.state(), v1::OPERATION_STATE_DONE) << over.DebugString();
  EXPECT_EQ(over.items_over(), 40);
  EXPECT_EQ(over.items_failed(), 0);
  EXPECT_EQ(CountPosts(), 40u);
}

TEST_F(ImportTest, AnAbandonedTextIsSeenAndCancelled) {
  const std::string text = MakeCode() + "\n" + MakeCode();
  const auto [status, answer] = Send(text, {.request_id = "r", .last = false});
  ASSERT_TRUE(status.ok()) << status;
  const auto open = story_->api.Ask<v1::ListOperationsResponse>("OperationService.ListOperations",
                                                                "parent: '{}'", story_->workspace);
  ASSERT_EQ(open->operations_size(), 1);
  EXPECT_EQ(open->operations(0).waiting_for(), "text");
  EXPECT_EQ(open->operations(0).name(), answer.operation());
  ASSERT_TRUE(
      story_->api.Try("OperationService.CancelOperation", "name: '{}'", answer.operation()).ok());
  EXPECT_EQ(Wait(answer.operation()).state(), v1::OPERATION_STATE_CANCELLED);
  EXPECT_EQ(Describe(Send(text, {.request_id = "r"}).first), "FAILED_PRECONDITION IMPORT_OVER");
  EXPECT_EQ(CountPosts(), 0u);
}

TEST_F(ImportTest, RefusesWhatItCannotTake) {
  EXPECT_EQ(Describe(Send(std::string((256 << 10) + 1, ' '), {.piece = 1 << 20}).first),
            "INVALID_ARGUMENT INVALID_FIELD text");
  EXPECT_EQ(Describe(Send("text", {.offset = 2}).first), "OUT_OF_RANGE IMPORT_GAP");
  story_->ad_account += "0";
  EXPECT_EQ(Describe(Send("text", {}).first), "NOT_FOUND RESOURCE_NOT_FOUND");
}

}  // namespace
}  // namespace sparkgate::integration
