#include "simulator/world/switches.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

TEST(SwitchesTest, EveryDefaultIsAllowedAndNamesAreSorted) {
  const std::span<const SwitchSpec* const> all = AllSwitches();
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, [](const SwitchSpec* spec) { return spec->name; }));
  for (const SwitchSpec* spec : all) {
    Switches switches;
    EXPECT_TRUE(switches.Set(spec->name, spec->default_value).ok()) << spec->name;
    EXPECT_TRUE(switches.changed().empty());
    EXPECT_FALSE(spec->description.empty()) << spec->name;
    EXPECT_FALSE(spec->source.empty()) << spec->name;
  }
}

TEST(SwitchesTest, SetsAndReads) {
  Switches switches;
  EXPECT_TRUE(switches.Flag(kCodeReusable));
  EXPECT_EQ(switches.Number(kMinFollowers), 10'000);
  ASSERT_TRUE(switches.Set("code_reusable", "false").ok());
  ASSERT_TRUE(switches.Set("min_followers", "500").ok());
  ASSERT_TRUE(switches.Set("delete_in_use", "refuse").ok());
  EXPECT_FALSE(switches.Flag(kCodeReusable));
  EXPECT_EQ(switches.Number(kMinFollowers), 500);
  EXPECT_EQ(switches.Choice(kDeleteInUse), "refuse");
  EXPECT_EQ(switches.changed().size(), 3u);
}

TEST(SwitchesTest, RefusesWhatIsNotAllowedAndNamesTheField) {
  Switches switches;
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"no_such_switch", "true"},
           {"code_reusable", "yes"},
           {"min_followers", "-1"},
           {"min_followers", "12x"},
           {"delete_in_use", "revoke|refuse"},
           {"delete_in_use", ""}}) {
    const absl::Status status = switches.Set(name, value);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name << "=" << value;
    EXPECT_EQ(DetailOf(status).fields.at(0).field, std::string("switches.") + name);
  }
  EXPECT_TRUE(switches.changed().empty());
}

}  // namespace
}  // namespace sparkgate::simulator
