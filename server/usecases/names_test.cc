#include "server/usecases/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(NamesTest, WhatIsPutTogetherComesApart) {
  EXPECT_THAT(*ParseName(WorkspaceName("w"), "workspaces/*", "name"), ElementsAre("w"));
  EXPECT_THAT(*ParseName(ApiKeyName("w", "k"), "workspaces/*/apiKeys/*", "name"),
              ElementsAre("w", "k"));
  EXPECT_THAT(*ParseName(AppName("a"), "apps/*", "name"), ElementsAre("a"));
  EXPECT_THAT(*ParseName(CreatorName("w", "c"), "workspaces/*/creators/*", "name"),
              ElementsAre("w", "c"));
  EXPECT_THAT(*ParseName(PostName("w", "c", "7"), "workspaces/*/creators/*/posts/*", "name"),
              ElementsAre("w", "c", "7"));
  EXPECT_THAT(*ParseName(CodeName("w", "c"), "workspaces/*/codes/*", "name"),
              ElementsAre("w", "c"));
  EXPECT_THAT(*ParseName(AdvertiserName("w", "a"), "workspaces/*/advertisers/*", "name"),
              ElementsAre("w", "a"));
  EXPECT_THAT(*ParseName(AdAccountName("w", "7"), "workspaces/*/adAccounts/*", "name"),
              ElementsAre("w", "7"));
  EXPECT_THAT(
      *ParseName(SparkPostName("w", "7", "8"), "workspaces/*/adAccounts/*/sparkPosts/*", "name"),
      ElementsAre("w", "7", "8"));
  EXPECT_THAT(*ParseName(CampaignName("w", "c"), "workspaces/*/campaigns/*", "name"),
              ElementsAre("w", "c"));
  EXPECT_THAT(*ParseName(AdGroupName("w", "g"), "workspaces/*/adGroups/*", "name"),
              ElementsAre("w", "g"));
  EXPECT_THAT(*ParseName(AdName("w", "a"), "workspaces/*/ads/*", "name"), ElementsAre("w", "a"));
  EXPECT_THAT(*ParseName(OperationName("w", "o"), "workspaces/*/operations/*", "name"),
              ElementsAre("w", "o"));
}

TEST(NamesTest, TheLastIdStandsBehindTheLastSlash) {
  EXPECT_EQ(LastIdOf(SparkPostName("w", "7", "8")), "8");
  EXPECT_EQ(LastIdOf("8"), "8");
  EXPECT_EQ(LastIdOf(""), "");
}

TEST(NamesTest, AMisfitNamesFieldAndForm) {
  for (const char* name :
       {"", "workspaces", "workspaces/", "workspaces/w", "workspaces/w/", "workspaces/w/codes",
        "workspaces/w/codes/", "workspaces/w/codes/c/", "workspaces/w/codes/c/d",
        "/workspaces/w/codes/c", "workspaces//codes/c", "workspaces/w/creators/c",
        "workspaces/w/codes/c c", "workspaces/w/codes/#c", "workspaces/w/codes/*\n"}) {
    const absl::Status status = ParseName(name, "workspaces/*/codes/*", "code_name").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    ASSERT_EQ(DetailOf(status).fields.size(), 1u) << name;
    EXPECT_EQ(DetailOf(status).fields[0].field, "code_name");
    EXPECT_THAT(DetailOf(status).fields[0].description, HasSubstr("workspaces/*/codes/*"));
  }
  EXPECT_FALSE(ParseName("apps/" + std::string(129, 'a'), "apps/*", "name").ok());
}

}  // namespace
}  // namespace sparkgate::server
