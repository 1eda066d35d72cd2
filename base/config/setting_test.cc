#include "base/config/setting.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(SettingTest, ANumberIsWithinItsBounds) {
  uint16_t port = 7410;
  const Setting setting = NumberSetting<uint16_t>("http_port", port, 1, 65535, "Port");
  EXPECT_EQ(setting.default_text, "7410");
  EXPECT_EQ(setting.must_be, "a whole number from 1 to 65535");
  EXPECT_TRUE(setting.assign("1"));
  EXPECT_EQ(port, 1);
  EXPECT_TRUE(setting.assign("65535"));
  for (const char* text : {"", "0", "65536", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1e2", "one",
                           "99999999999999999999"}) {
    EXPECT_FALSE(setting.assign(text)) << text;
    EXPECT_EQ(port, 65535) << text;
  }
}

TEST(SettingTest, AChoiceIsOneOfItsWords) {
  std::string level = "info";
  const Setting setting = ChoiceSetting("log_level", level, {"info", "error"}, "Level");
  EXPECT_EQ(setting.must_be, "one of info, error");
  EXPECT_TRUE(setting.assign("error"));
  EXPECT_FALSE(setting.assign("Info"));
  EXPECT_FALSE(setting.assign(""));
  EXPECT_EQ(level, "error");
}

TEST(SettingTest, ASwitchIsTrueOrFalse) {
  bool demo = false;
  const Setting setting = SwitchSetting("demo", demo, "Demo");
  EXPECT_EQ(setting.default_text, "false");
  EXPECT_TRUE(setting.assign("true"));
  EXPECT_TRUE(demo);
  EXPECT_FALSE(setting.assign("yes"));
  EXPECT_TRUE(demo);
  EXPECT_TRUE(setting.assign("false"));
  EXPECT_FALSE(demo);
}

TEST(SettingTest, SecondsAreADuration) {
  absl::Duration timeout = absl::Seconds(2);
  const Setting setting = SecondsSetting("timeout", timeout, 1, 60, "Timeout");
  EXPECT_EQ(setting.default_text, "2");
  EXPECT_TRUE(setting.assign("60"));
  EXPECT_EQ(timeout, absl::Seconds(60));
  EXPECT_FALSE(setting.assign("61"));
  EXPECT_FALSE(setting.assign("2s"));
  EXPECT_EQ(timeout, absl::Seconds(60));
}

TEST(SettingTest, ASecretIsNotNothing) {
  std::string key;
  const Setting setting = SecretSetting("key", key, "", "Key");
  EXPECT_TRUE(setting.secret);
  EXPECT_FALSE(setting.assign(""));
  EXPECT_TRUE(setting.assign("s3cret"));
  EXPECT_EQ(key, "s3cret");
}

}  // namespace
}  // namespace sparkgate
