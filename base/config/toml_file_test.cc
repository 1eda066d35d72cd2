#include "base/config/toml_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate {
namespace {

using testing::HasSubstr;

TEST(TomlFileTest, MembersHaveKindsAndLines) {
  const auto members = ParseToml("# hello\nport = 7_410\n\nname = \"a\\u0062\"\non = true\n");
  ASSERT_TRUE(members.ok()) << members.status();
  ASSERT_EQ(members->size(), 3u);
  EXPECT_EQ((*members)[0].key, "port");
  EXPECT_EQ((*members)[0].kind, SettingKind::kNumber);
  EXPECT_EQ((*members)[0].text, "7410");
  EXPECT_EQ((*members)[0].line, 2);
  EXPECT_EQ((*members)[1].kind, SettingKind::kText);
  EXPECT_EQ((*members)[1].text, "ab");
  EXPECT_EQ((*members)[2].kind, SettingKind::kSwitch);
  EXPECT_EQ((*members)[2].text, "true");
  EXPECT_EQ((*members)[2].line, 5);
}

TEST(TomlFileTest, WhatNoSettingIsHasNoKind) {
  const auto members = ParseToml("a = 1.5\nb = [1]\nc = 2026-01-01\n[d]\ne = 1\n");
  ASSERT_TRUE(members.ok()) << members.status();
  ASSERT_EQ(members->size(), 4u);
  for (const TomlMember& member : *members) EXPECT_EQ(member.kind, std::nullopt) << member.key;
}

TEST(TomlFileTest, WhatIsNotTomlIsToldByItsLine) {
  for (const char* text : {"a = 1\nb = \n", "a = 1\na = 2\n", "a = 1\nb = \"x\n"}) {
    const absl::Status broken = ParseToml(text).status();
    EXPECT_EQ(ReasonOf(broken), "CONFIG_FILE_BROKEN") << text;
    EXPECT_THAT(std::string(broken.message()), HasSubstr("line 2")) << text;
  }
}

TEST(TomlFileTest, StringsAreReadAsTheyWereWritten) {
  const std::string text = "a\"b\\c\n\td\x7f é";
  const auto members = ParseToml("a = " + TomlString(text));
  ASSERT_TRUE(members.ok()) << members.status();
  EXPECT_EQ(members->front().text, text);
}

}  // namespace
}  // namespace sparkgate
