#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class BalanceApi : public ApiTest {
 protected:
  BalanceApi() {
    Change([](AdvertiserAccount& account) { account.company = "Brand Ltd"; });
    for (const char* id : {kSister, kStranger}) {
      AdvertiserAccount other;
      other.id = id;
      other.name = fmt::format("Account {}", id);
      other.company = id == kSister ? "Brand Ltd" : "";
      world_->Write([&](WorldState& state) {
        other.create_time = state.now;
        state.advertisers[other.id] = other;
        for (auto& [value, token] : state.tokens) token.advertiser_ids.push_back(other.id);
      });
    }
  }
  template <class Fn>
  void Change(Fn change) {
    world_->Write([&](WorldState& state) { change(*Find(state.advertisers, ids_.advertiser)); });
  }
  std::string BcOf(const std::string& advertiser) {
    const json::object data = GetData(
        "advertiser/info", {{"advertiser_ids", "[\"" + advertiser + "\"]"}}, advertiser_token_);
    return std::string(data.at("list").at(0).at("owner_bc_id").as_string());
  }
  json::object Ask(QueryArguments query) {
    query.emplace_back("bc_id", BcOf(ids_.advertiser));
    return Get("advertiser/balance/get", query, advertiser_token_);
  }
  std::vector<std::string> Found(QueryArguments query) {
    const json::object envelope = Ask(std::move(query));
    EXPECT_EQ(Answer(envelope), "0 OK");
    std::vector<std::string> ids;
    for (const json::value& row : envelope.at("data").at("advertiser_account_list").as_array()) {
      ids.emplace_back(row.at("advertiser_id").as_string());
    }
    return ids;
  }
  json::object Account(QueryArguments query = {}) {
    query.emplace_back("filtering", R"({"keyword":"brand"})");
    const json::object envelope = Ask(std::move(query));
    EXPECT_EQ(envelope.at("data").at("page_info").at("total_number").as_int64(), 1);
    return envelope.at("data").at("advertiser_account_list").at(0).as_object();
  }

  static constexpr char kSister[] = "7000000000000000002";
  static constexpr char kStranger[] = "7000000000000000003";
};

TEST_F(BalanceApi, ACompanyHasOneBusinessCenter) {
  EXPECT_EQ(BcOf(ids_.advertiser).size(), 19u);
  EXPECT_EQ(BcOf(kSister), BcOf(ids_.advertiser));
  EXPECT_NE(BcOf(kStranger), BcOf(ids_.advertiser));
  EXPECT_THAT(Found({}), testing::ElementsAre(ids_.advertiser, kSister));
}

TEST_F(BalanceApi, MoneyAndCreditsAddUp) {
  Change([](AdvertiserAccount& account) {
    account.balance_micros = 12'345'678;
    account.credit_micros = 5'000'000;
  });
  const json::object account = Account();
  EXPECT_EQ(account.at("account_balance").as_double(), 17.34);
  EXPECT_EQ(account.at("valid_account_balance").as_double(), 17.34);
  EXPECT_EQ(account.at("frozen_balance").as_double(), 0.0);
  EXPECT_EQ(account.at("tax").as_double(), 0.0);
  EXPECT_EQ(account.at("cash_balance").as_double(), 12.34);
  EXPECT_EQ(account.at("valid_cash_balance").as_double(), 12.34);
  EXPECT_EQ(account.at("grant_balance").as_double(), 5.0);
  EXPECT_EQ(account.at("valid_grant_balance").as_double(), 5.0);
  EXPECT_EQ(account.at("transferable_amount").as_double(), 12.34);
  EXPECT_EQ(account.at("budget_mode").as_string(), "UNLIMITED");
  EXPECT_EQ(account.at("budget").as_double(), 0.0);
  EXPECT_FALSE(account.contains("balance_info"));
  EXPECT_FALSE(account.contains("budget_remaining"));
  const json::object more = Account({{"fields", R"(["balance_info","budget_remaining"])"}});
  EXPECT_EQ(more.at("balance_info").at("account_balance").as_double(), 17.34);
  EXPECT_EQ(more.at("balance_info").at("credit_balance").as_double(), 0.0);
  EXPECT_EQ(more.at("budget_remaining").as_double(), 0.0);
}

TEST_F(BalanceApi, WhatCanBeTakenOutIsToldOfOneAccountOnly) {
  const json::object answer = Ask({{"page_size", "1"}});
  EXPECT_EQ(answer.at("data").at("page_info").at("total_number").as_int64(), 2);
  const json::array& list = answer.at("data").at("advertiser_account_list").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_FALSE(list[0].as_object().contains("transferable_amount"));
}

TEST_F(BalanceApi, AnAccountIsDescribed) {
  Advance(absl::Hours(47));
  json::object account = Account();
  EXPECT_EQ(account.at("advertiser_id").as_string(), ids_.advertiser);
  EXPECT_EQ(account.at("advertiser_name").as_string(), "Brand");
  EXPECT_EQ(account.at("advertiser_type").as_string(), "AUCTION");
  EXPECT_EQ(account.at("currency").as_string(), "USD");
  EXPECT_EQ(account.at("account_open_days").as_int64(), 1);
  EXPECT_FALSE(account.at("balance_reminder").as_bool());
  Change([](AdvertiserAccount& brand) { brand.has_payment_method = false; });
  EXPECT_TRUE(Account().at("balance_reminder").as_bool());
}

TEST_F(BalanceApi, StatusesAreShownInTheirOwnWords) {
  const auto shown = [this](const char* status) {
    Change([status](AdvertiserAccount& account) { account.status = status; });
    return std::string(Account().at("advertiser_status").as_string());
  };
  EXPECT_EQ(shown("STATUS_ENABLE"), "SHOW_ACCOUNT_STATUS_APPROVED");
  EXPECT_EQ(shown("STATUS_PENDING_CONFIRM"), "SHOW_ACCOUNT_STATUS_IN_REVIEW");
  EXPECT_EQ(shown("STATUS_CONFIRM_FAIL"), "SHOW_ACCOUNT_STATUS_NOT_APPROVED");
  EXPECT_EQ(shown("STATUS_LIMIT"), "SHOW_ACCOUNT_STATUS_PUNISHED");
  EXPECT_THAT(Found({{"filtering", R"({"advertiser_status":["SHOW_ACCOUNT_STATUS_PUNISHED"]})"}}),
              testing::ElementsAre(ids_.advertiser));
}

TEST_F(BalanceApi, AccountsAreFoundByNameAndId) {
  EXPECT_THAT(Found({{"filtering", R"({"keyword":"BRAND"})"}}),
              testing::ElementsAre(ids_.advertiser));
  EXPECT_THAT(Found({{"filtering", R"({"keyword":"7000000000000000002"})"}}),
              testing::ElementsAre(kSister));
  EXPECT_THAT(Found({{"filtering", R"({"payment_portfolio_id":"7000000000000000004"})"}}),
              testing::IsEmpty());
  EXPECT_THAT(Found({{"page", "2"}, {"page_size", "1"}}), testing::ElementsAre(kSister));
}

TEST_F(BalanceApi, TheCallIsChecked) {
  const auto code = [this](const QueryArguments& query) {
    return Ask(query).at("code").as_int64();
  };
  EXPECT_EQ(code({{"page_size", "51"}}), 40002);
  EXPECT_EQ(code({{"fields", R"(["name"])"}}), 40002);
  EXPECT_EQ(code({{"fields", R"(["max_transferable_amount"])"}}), 40008);
  EXPECT_EQ(code({{"filtering", R"({"advertiser_status":["STATUS_ENABLE"]})"}}), 40002);
  EXPECT_EQ(Answer(Get("advertiser/balance/get", {}, advertiser_token_)),
            "40002 Missing required field(s): bc_id.");
  EXPECT_EQ(
      Answer(Get("advertiser/balance/get", {{"bc_id", "7999999999999999999"}}, advertiser_token_)),
      "40001 You don't have permission to operate this bc:7999999999999999999.");
  // The other company's, after its ad account took its consent back.
  const std::string bc = BcOf(kStranger);
  world_->Write([](WorldState& state) {
    for (auto& [value, token] : state.tokens) std::erase(token.advertiser_ids, kStranger);
  });
  EXPECT_EQ(Get("advertiser/balance/get", {{"bc_id", bc}}, advertiser_token_).at("code").as_int64(),
            40001);
}

}  // namespace
}  // namespace sparkgate::simulator
