// The ledger of a story: who ran a creator's post, from when to when; and the proof of it.
#include <cstdio>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/ledger_service.pb.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

using google::protobuf::util::TimeUtil;
using ::testing::HasSubstr;
using ::testing::Not;

// TikTok's id of the story's post.
std::string ItemOf(const Story& story) { return story.post.substr(story.post.rfind('/') + 1); }

v1::ListEntriesResponse Ledger(const Story& story, const std::string& item) {
  return story.api
      .Ask<v1::ListEntriesResponse>("LedgerService.ListEntries",
                                    "parent: '{}' page_size: 1000 item_id: '{}'", story.workspace,
                                    item)
      .value();
}

v1::ListUsesResponse Uses(const Story& story) {
  return story.api
      .Ask<v1::ListUsesResponse>("LedgerService.ListUses", "parent: '{}' item_id: '{}'",
                                 story.workspace, ItemOf(story))
      .value();
}

TEST(LedgerTest, TellsWhoRanAPostAndWhen) {
  Programs programs;
  programs.Start();
  Story story(programs, {.workspace = "ledger"});
  story.PlayUntilPublished();
  const absl::Time published = story.Now();
  ASSERT_EQ(Uses(story).uses_size(), 1);
  EXPECT_EQ(Uses(story).uses(0).ad(), story.ad);
  EXPECT_EQ(Uses(story).uses(0).code(), story.code);
  EXPECT_EQ(Uses(story).uses(0).spark_post(), story.spark_post);
  EXPECT_NE(Uses(story).uses(0).principal(), "");
  EXPECT_FALSE(Uses(story).uses(0).has_end_time());

  story.Advance(absl::Hours(24 * 31));  // the code is of 30 days
  story.api.Ask<v1::Code>("CreatorService.ExtendCode", "name: '{}' add_days: 30", story.code)
      .value();
  story.Advance(absl::Hours(1));
  story.api.Ask("AdService.DeleteAd", "name: '{}'", story.ad).value();
  const v1::ListUsesResponse uses = Uses(story);
  ASSERT_EQ(uses.uses_size(), 2);
  EXPECT_EQ(uses.uses(0).end_reason(), "authorization.ended");
  EXPECT_EQ(uses.uses(1).end_reason(), "ad.deleted");
  EXPECT_EQ(TimeUtil::TimestampToSeconds(uses.uses(0).begin_time()),
            absl::ToUnixSeconds(published));
  EXPECT_LT(TimeUtil::TimestampToSeconds(uses.uses(0).end_time()),
            TimeUtil::TimestampToSeconds(uses.uses(1).begin_time()));
  EXPECT_EQ(TimeUtil::TimestampToSeconds(uses.uses(1).end_time()),
            absl::ToUnixSeconds(story.Now()));
}

TEST(LedgerTest, WhatTheCreatorGetsProvesItself) {
  Programs programs;
  programs.Start();
  Story story(programs, {.workspace = "proof"});
  story.PlayUntilPublished();
  const auto head =
      story.api.Ask<v1::LedgerHead>("LedgerService.GetHead", "parent: '{}'", story.workspace)
          .value();
  const v1::ListEntriesResponse ledger = Ledger(story, ItemOf(story));
  EXPECT_EQ(ledger.entries().rbegin()->number(), head.number());
  EXPECT_EQ(ledger.entries().rbegin()->hash(), head.hash());
  int withheld = 0;
  for (const v1::LedgerEntry& entry : ledger.entries()) {
    if (entry.item_id() == ItemOf(story)) continue;
    ++withheld;
    EXPECT_EQ(entry.action() + entry.resource() + entry.principal(), "") << entry.number();
    EXPECT_FALSE(entry.has_time());
  }
  EXPECT_GT(withheld, 0);
  EXPECT_LT(withheld, ledger.entries_size());

  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(ledger, &json).ok());
  EXPECT_THAT(json, Not(HasSubstr(story.RevealCode())));
  const std::string file = testing::TempDir() + "proof_" + std::to_string(getpid()) + ".json";
  std::ofstream(file) << json;
  const std::string command = std::string(SPARKGATE_SPARKCTL) + " verify-ledger " + file + " " +
                              std::to_string(head.number()) + ":" + head.hash();
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ofstream(file) << json.replace(json.find("ad.published"), 12, "ad.pUblished");
  EXPECT_NE(std::system(command.c_str()), 0);
  std::remove(file.c_str());
}

}  // namespace
}  // namespace sparkgate::integration
