// Every story of the library plays as it tells, and the same way each time.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "simulator/app/scenario/load.h"
#include "simulator/app/scenario/play.h"
#include "simulator/app/scenario/scenario_fixture.h"
#include "simulator/world/persistence/world_text.h"

namespace sparkgate::simulator {
namespace {

std::vector<std::string> StoriesOfLibrary() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(STORIES)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

PlayedScenario PlayNow(const std::string& text, const std::string& file) {
  ScenarioFixture fixture;
  const absl::StatusOr<PlayedScenario> played = PlayScenario(fixture.scenarios, text, file);
  EXPECT_TRUE(played.ok()) << played.status();
  // Whatever a story leaves can be loaded again.
  const std::vector<WorldEntry> left = fixture.worlds.List("", 10);
  EXPECT_FALSE(left.empty());
  for (const WorldEntry& entry : left) {
    EXPECT_TRUE(WorldFromText(entry.world->Read(WorldToText)).ok());
  }
  return played.value_or(PlayedScenario());
}

class Stories : public testing::TestWithParam<std::string> {};

TEST_P(Stories, GoAsTheyTell) {
  const std::string text = ReadFile(std::string(STORIES "/") + GetParam() + ".yaml").value();
  const PlayedScenario played = PlayNow(text, GetParam() + ".yaml");
  EXPECT_TRUE(played.passed()) << PlayedText(played);
  EXPECT_EQ(played.scenario.name, GetParam()) << "a story is called as its file";
  EXPECT_EQ(PlayNow(text, "again").event_hash, played.event_hash);
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Library, Stories, testing::ValuesIn(StoriesOfLibrary()), TestName);

// The page's table has what the files tell, row by row, in the order of their names.
TEST(StoriesLibrary, ItsPageTellsWhatItsFilesTell) {
  const std::string page = ReadFile(STORIES_PAGE).value();
  const size_t begin = page.find("| story | tells |\n");
  ASSERT_NE(begin, std::string::npos);
  std::string table = "| story | tells |\n|---|---|\n";
  for (const std::string& name : StoriesOfLibrary()) {
    const std::string file = name + ".yaml";
    const std::string text = ReadFile(std::string(STORIES "/") + file).value();
    const absl::StatusOr<Scenario> story = LoadScenario(text, file, ScenarioFixture().table);
    ASSERT_TRUE(story.ok()) << story.status();
    table += fmt::format("| [{0}](../simulator/scenarios/{0}.yaml) | {1} |\n", name, story->tells);
  }
  const size_t end = page.find("\n\n", begin);
  EXPECT_EQ(page.substr(begin, end + 1 - begin), table);
}

TEST(StoriesLibrary, IsThere) { EXPECT_GE(StoriesOfLibrary().size(), 12u); }

TEST(PlayedText, ShowsWhatWasExpectedWhatCameAndTheSeed) {
  std::string wrong = kShortStory;
  wrong.replace(wrong.rfind("expect: {bio: I cook}"), 21, "expect: {bio: I bake}");
  const PlayedScenario played = PlayNow(wrong, "story.yaml");
  EXPECT_FALSE(played.passed());
  const std::string text = PlayedText(played);
  EXPECT_THAT(text, testing::HasSubstr("  2     2d 00:00  FAILED  She writes something"));
  EXPECT_THAT(text, testing::HasSubstr(R"(story.yaml:12: step 2, "She writes something about )"
                                       R"(herself": expected bio to be "I bake", got "I cook")"));
  EXPECT_THAT(text, testing::HasSubstr("Seed: short-story"));
}

TEST(PlayScenario, AnErrorThatNobodyExpectedEndsTheStory) {
  std::string wrong = kShortStory;
  wrong.replace(wrong.find("follower_count: 12000"), 21, "follower_count: -1");
  const PlayedScenario played = PlayNow(wrong, "story.yaml");
  EXPECT_FALSE(played.passed());
  EXPECT_EQ(played.report.played, 0u);
  EXPECT_THAT(played.report.problem, testing::HasSubstr("ana: "));
}

}  // namespace
}  // namespace sparkgate::simulator
