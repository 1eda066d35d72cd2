// Bad input: a full disk, also in the middle of a group that is committed together. Whoever was
// told that it's done finds it done, whoever wasn't finds nothing, and with room again all goes on.
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/mutex.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "tests/integration/harness/small_disk.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

constexpr int kCallers = 16;
constexpr char kFull[] = "RESOURCE_EXHAUSTED STORAGE_FULL";

class FullDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.mounted()) GTEST_SKIP() << "may not mount a file system";
    programs_.flags["--data"] = programs_.Path("small/data");
    programs_.Start();
    story_ = std::make_unique<Story>(programs_, StoryOptions{.workspace = "full"});
    story_->OpenPost();
    story_->OpenAdAccount();
  }

  absl::StatusOr<v1::Campaign> Draft(const std::string& name) const {
    return story_->api.Ask<v1::Campaign>("AdService.CreateCampaign",
                                         "parent: '{}' campaign: < ad_account: '{}' display_name: "
                                         "'{}' objective: OBJECTIVE_TRAFFIC >",
                                         story_->workspace, story_->ad_account, name);
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
  // A call that would go to TikTok is refused before it goes: nothing could be written down.
  EXPECT_EQ(Describe(story_->api.Try("CreatorService.GenerateCode", "post: '{}'", story_->post)),
            kFull);

  disk_.Free();
  done.insert(Draft("after").value().name());
  story_->GenerateCode();
  const std::string code = story_->RevealCode();
  EXPECT_EQ(story_->Events("'code.generated'").size(), 1u);
  programs_.KillServer();
  programs_.StartServer();
  story_->Reconnect(programs_);
  EXPECT_EQ(Campaigns(), done);
  EXPECT_EQ(story_->RevealCode(), code);
}

TEST_F(FullDiskTest, ATickWaitsUntilThereIsRoom) {
  story_->GenerateCode(7);
  disk_.Fill(0);
  while (Draft("what room is left").ok()) continue;
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
