#include "simulator/control/checks.h"

#include <string>

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

std::string FieldOf(const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  return detail.fields.empty() ? "" : detail.fields[0].field;
}

TEST(Checks, CharactersAreCountedNotBytes) {
  EXPECT_TRUE(CheckText("f", "漢漢漢", 3).ok());
  EXPECT_EQ(FieldOf(CheckText("f", "漢漢漢漢", 3)), "f");
}

TEST(Checks, CreatorAccounts) {
  const auto username = [](const std::string& name) {
    v1::CreatorAccount account;
    account.set_username(name);
    return FieldOf(CheckAccount(account));
  };
  for (const char* good : {"", "ab", "@mia.cooks", "A_1", "abcdefghijklmnopqrstuvwx"}) {
    EXPECT_EQ(username(good), "") << good;
  }
  for (const char* bad : {"a", "a b", "a-b", "é1", "<x>", "abcdefghijklmnopqrstuvwxy"}) {
    EXPECT_EQ(username(bad), "account.username") << bad;
  }
  v1::CreatorAccount account;
  account.set_region("us");
  EXPECT_EQ(FieldOf(CheckAccount(account)), "account.region");
  account.set_region("DE");
  account.set_display_name(std::string(31, 'x'));
  EXPECT_EQ(FieldOf(CheckAccount(account)), "account.display_name");
}

TEST(Checks, AdAccounts) {
  v1::AdAccount account;
  account.set_display_name(std::string(100, 'x'));
  account.set_currency("EUR");
  account.set_country("DE");
  account.set_timezone("Europe/Berlin");
  EXPECT_EQ(FieldOf(CheckAccount(account)), "");
  account.set_timezone("Europe Berlin");
  EXPECT_EQ(FieldOf(CheckAccount(account)), "ad_account.timezone");
  account.set_currency("Euro");
  EXPECT_EQ(FieldOf(CheckAccount(account)), "ad_account.currency");
  account.set_country("Germany");
  EXPECT_EQ(FieldOf(CheckAccount(account)), "ad_account.country");
  account.set_company(std::string(101, 'x'));
  EXPECT_EQ(FieldOf(CheckAccount(account)), "ad_account.company");
  account.set_display_name(std::string(101, 'x'));
  EXPECT_EQ(FieldOf(CheckAccount(account)), "ad_account.display_name");
}

}  // namespace
}  // namespace sparkgate::simulator
