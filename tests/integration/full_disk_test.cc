// Bad input: a full disk, also in the middle of a group that is committed together. Whoever was
// told that it's done finds it done, whoever wasn't finds nothing, and with room again all goes on.
#include <cstdlib>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/mutex.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "tests/integration/harness/middleman.h"
#include "tests/integration/harness/small_disk.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

using ::testing::EndsWith;
using ::testing::Not;

constexpr int kCallers = 16;
constexpr char kFull[] = "RESOURCE_EXHAUSTED STORAGE_FULL";

class FullDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.mounted()) {
      ASSERT_EQ(std::getenv("CI"), nullptr) << "CI must have the right to mount a file system";
      GTEST_SKIP() << "may not mount a file system";
    }
    programs_.StartSimulator();
    middleman_ = std::make_unique<Middleman>(programs_.SimulatorUrl());
    programs_.flags["--data"] = programs_.Path("small/data");
    programs_.flags["--simulator-url"] = middleman_->url();
    programs_.StartServer();
    story_ = std::make_unique<Story>(
        programs_, StoryOptions{.workspace = "full",
                                .more = "settings: < upstream_timeout: < seconds: 5 > >"});
    story_->OpenPost();
    story_->OpenAdAccount();
  }

  // Leaves no room at all, neither in the file system nor in the database's own files. Returns the
  // campaigns that found some.
  std::set<std::string> FillUp() const {
    disk_.Fill(0);
    std::set<std::string> drafted;
    for (auto draft = Draft("room"); draft.ok(); draft = Draft("room")) {
      drafted.insert(draft->name());
    }
    return drafted;
  }
  absl::StatusOr<v1::Campaign> Draft(const std::string& name) const {
    return story_->api.Ask<v1::Campaign>("AdService.CreateCampaign",
                                         "parent: '{}' campaign: < ad_account: '{}' display_name: "
                                         "'{}' objective: OBJECTIVE_TRAFFIC >",
                                         story_->workspace, story_->ad_account, name);
  }
  // How it ended, of a call whose answer couldn't be written down.
  v1::Operation Outcome(const absl::Status& lost) const {
    return story_->api
        .Ask<v1::Operation>("OperationService.WaitOperation", "name: '{}' timeout: < seconds: 60 >",
                            client::DetailsOf(lost).metadata.at("operation"))
        .value();
  }
  // Names of all campaigns there are.
  std::set<std::string> Campaigns() const {
    std::set<std::string> names;
    std::string token;
    do {
      const auto page =
          story_->api
              .Ask<v1::ListCampaignsResponse>("AdService.ListCampaigns",
                                              "parent: '{}' page_size: 1000 page_token: '{}'",
                                              story_->workspace, token)
              .value();
      for (const v1::Campaign& campaign : page.campaigns()) names.insert(campaign.name());
      token = page.next_page_token();
    } while (!token.empty());
    return names;
  }

  Programs programs_;
  const SmallDisk disk_{programs_.Path("small")};
  std::unique_ptr<Middleman> middleman_;
  std::unique_ptr<Story> story_;
};

TEST_F(FullDiskTest, NobodyIsToldWrongAndAllGoesOn) {
  disk_.Fill(300'000);
  // All at once, until each was refused a few times.
  Mutex mutex;
  std::set<std::string> done;
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      for (int call = 0, refused = 0; refused < 3; ++call) {
        const auto campaign = Draft(fmt::format("{} {}", i, call));
        if (campaign.ok()) {
          MutexLock lock(mutex);
          done.insert(campaign->name());
        } else {
          EXPECT_EQ(Describe(campaign.status()), kFull);
          ++refused;
        }
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(Campaigns(), done) << "reading goes on";
  // A call that would go to TikTok is refused before it goes, if it can't be written down. The
  // room that a refused draft leaves may still take the call's record, but not its answer's.
  done.merge(FillUp());
  const absl::Status call =
      story_->api.Try("CreatorService.GenerateCode", "post: '{}'", story_->post);
  const bool refused = Describe(call) == kFull;
  if (refused) {
    for (const HttpServerRequest& request : middleman_->requests()) {
      EXPECT_THAT(request.path, Not(EndsWith("post/authorize/setting/")));
    }
  } else {
    ASSERT_EQ(Describe(call), "UNAVAILABLE OUTCOME_UNKNOWN");
  }

  disk_.Free();
  done.insert(Draft("after").value().name());
  if (refused) {
    story_->GenerateCode();
  } else {
    story_->code = Outcome(call).result();
  }
  const std::string code = story_->RevealCode();
  EXPECT_EQ(story_->Events("'code.generated'").size(), 1u);
  programs_.KillServer();
  programs_.StartServer();
  story_->Reconnect(programs_);
  EXPECT_EQ(Campaigns(), done);
  EXPECT_EQ(story_->RevealCode(), code);
}

// The call was written down and made, and then there was no room for its answer.
TEST_F(FullDiskTest, WhatTikTokDidIsFoundWhenThereIsRoom) {
  middleman_->AtNext("post/authorize/setting/", [this](const Middleman::Forward& forward) {
    const HttpServerResponse answer = forward();
    FillUp();
    return answer;
  });
  const auto generate = [&] {
    return story_->api.Ask<v1::Code>("CreatorService.GenerateCode", "post: '{}' request_id: 'g'",
                                     story_->post);
  };
  const absl::Status lost = generate().status();
  ASSERT_EQ(Describe(lost), "UNAVAILABLE OUTCOME_UNKNOWN");
  disk_.Free();
  const v1::Operation operation = Outcome(lost);
  EXPECT_EQ(operation.state(), v1::OPERATION_STATE_DONE) << operation.ShortDebugString();
  EXPECT_EQ(generate().value().name(), operation.result());
  EXPECT_EQ(story_->Events("'code.generated'").size(), 1u);
}

TEST_F(FullDiskTest, ATickWaitsUntilThereIsRoom) {
  story_->GenerateCode(7);
  FillUp();
  auto advance = story_->api.Open<v1::AdvanceResponse>(
      "TimeService.Advance", "workspace: '{}' by: < seconds: 864000 >", story_->workspace);
  // What is due can't be written down, and the world waits …
  while (programs_.ServerLog().find("outcomes_not_written") == std::string::npos) {
    EXPECT_EQ(Describe(Draft("still full").status()), kFull);
  }
  disk_.Free();
  // … until it can.
  EXPECT_TRUE(advance.End().ok());
  EXPECT_EQ(story_->Events("'code.ended'").size(), 1u);
}

}  // namespace
}  // namespace sparkgate::integration
