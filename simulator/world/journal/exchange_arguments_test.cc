#include "simulator/world/journal/exchange_arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kCode[] = "#abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+/";

Exchange Sent(std::string method, std::string arguments) {
  Exchange exchange;
  exchange.method = std::move(method);
  exchange.arguments_size = arguments.size();
  exchange.arguments = std::move(arguments);
  return exchange;
}

std::string Shown(const std::string& method, const std::string& arguments) {
  const ExchangeArguments masked = MaskedArguments(Sent(method, arguments));
  return masked.problem.empty() ? JsonText(masked.values) : masked.problem;
}

TEST(ExchangeArgumentsTest, AQueryIsReadAsTheEndpointsReadIt) {
  EXPECT_EQ(Shown("GET", "page=2&filtering=%7B%22ad_ids%22%3A%5B%221%22%5D%7D&page=3&x=%5Bno"),
            R"({"page":"2","filtering":{"ad_ids":["1"]},"x":"[no"})");
  EXPECT_EQ(Shown("GET", ""), "{}");
}

TEST(ExchangeArgumentsTest, NumbersHaveNoExponent) {
  EXPECT_EQ(Shown("POST", R"({"budget": 50.0, "bid": 0.25, "id": 7000000000000000001})"),
            R"({"budget":50,"bid":0.25,"id":7000000000000000001})");
}

TEST(ExchangeArgumentsTest, SecretsAreMaskedByName) {
  EXPECT_EQ(
      Shown("POST",
            R"({"auth_code":"short","secret":7,"deep":[{"token":{"a":"hidden"}}],"b":"c"})"),
      R"j({"auth_code":"(masked)","secret":"(masked)","deep":[{"token":"(masked)"}],"b":"c"})j");
}

TEST(ExchangeArgumentsTest, TheTokenOfAQueryIsLeftOut) {
  EXPECT_EQ(WithoutToken("a=1&Access-Token=hidden&b=%5B%5D"), "a=1&Access-Token=(masked)&b=%5B%5D");
  EXPECT_EQ(WithoutToken("access%5Ftoken=hidden"), "access%5Ftoken=(masked)");
  EXPECT_EQ(WithoutToken("ACCESS-TOKEN=a=b&ACCESS-TOKEN=c"),
            "ACCESS-TOKEN=(masked)&ACCESS-TOKEN=(masked)");
  EXPECT_EQ(WithoutToken("Access-Token&auth_code=%23x&="), "Access-Token&auth_code=%23x&=");
  EXPECT_EQ(WithoutToken(""), "");
  EXPECT_EQ(Shown("GET", "Access-Token=hidden"), R"j({"Access-Token":"(masked)"})j");
}

TEST(ExchangeArgumentsTest, NamesOfSecretsMayBeWrittenWrongly) {
  EXPECT_EQ(
      Shown("POST", R"({"accessToken":"a","Access-Token":"b","AUTH_CODE":"c","tokens":"d"})"),
      R"j({"accessToken":"(masked)","Access-Token":"(masked)","AUTH_CODE":"(masked)","tokens":"d"})j");
  EXPECT_TRUE(IsSecretArgument("deep.0.Auth_Code"));
}

TEST(ExchangeArgumentsTest, JsonWithinATextHasSecretsByNameToo) {
  EXPECT_EQ(Shown("GET", "filtering=%20%7B%22auth_code%22%3A%22abc%22%7D"),
            R"j({"filtering":{"auth_code":"(masked)"}})j");
  EXPECT_EQ(Shown("GET", "filtering=%7B%22auth_code%22%3A%22abc"), R"j({"filtering":"(masked)"})j");
  EXPECT_EQ(Shown("POST", R"({"x":"{\"secret\": \"abc\"}","y":"{\"a\": 1}"})"),
            R"j({"x":"{\"secret\":\"(masked)\"}","y":"{\"a\": 1}"})j");
  EXPECT_EQ(ShownArgument("filtering", R"({"token":"abc"})"), R"j({"token":"(masked)"})j");
}

TEST(ExchangeArgumentsTest, TokensAreMaskedWhereverTheyAre) {
  const std::string token = "0123456789abcdef0123456789abcdef01234567";
  for (const std::string& body :
       {R"({"keyword":"act.)" + token + R"(9"})", R"({")" + token + R"(":1})"}) {
    EXPECT_THAT(Shown("POST", body), Not(HasSubstr("abcdef"))) << body;
  }
  EXPECT_THAT(Shown("GET", "ids=%5B%22" + token + "%22%5D"), Not(HasSubstr("abcdef")));
  EXPECT_EQ(ShownText("/open_api/v1.3/" + token), kMasked);
  const std::string request_id = "2026010100000001234567890abcdef012";
  EXPECT_EQ(ShownText(request_id), request_id);
}

TEST(ExchangeArgumentsTest, CodesAreMaskedWhereverTheyAre) {
  const std::string code = kCode;
  for (const std::string& body :
       {R"({"keyword":"look: )" + code + R"("})", R"({")" + code + R"(":1})",
        R"({"list":[[")" + code + R"("]]})"}) {
    EXPECT_THAT(Shown("POST", body), Not(HasSubstr("abcdef"))) << body;
    EXPECT_THAT(Shown("POST", body), HasSubstr(kMasked)) << body;
  }
  EXPECT_THAT(Shown("GET", "keyword=%23" + code.substr(1)), Not(HasSubstr("abcdef")));
  EXPECT_EQ(ShownText("/open_api/v1.3/%23" + code.substr(1, 50)), kMasked);
  EXPECT_EQ(ShownText("#summercollection2026 %23"), "#summercollection2026 %23");
}

TEST(ExchangeArgumentsTest, WhatCanNotBeReadIsNotShown) {
  EXPECT_EQ(Shown("POST", "auth_code=x"), "not a JSON object: 11 bytes");
  EXPECT_EQ(Shown("POST", "[1]"), "not a JSON object: 3 bytes");
  EXPECT_EQ(Shown("POST", ""), "{}");
  Exchange cut = Sent("POST", "");
  cut.arguments_size = 70'000;
  EXPECT_EQ(MaskedArguments(cut).problem, "too long to be kept: 70000 bytes");
}

TEST(ExchangeArgumentsTest, WhatIsShownIsWellFormed) {
  EXPECT_EQ(ShownText("a\xff\xc3"), "a\uFFFD\uFFFD");
  EXPECT_EQ(ShownText("漢é"), "漢é");
  EXPECT_EQ(Shown("GET", "a=%FF"), "{\"a\":\"\uFFFD\"}");
}

TEST(ExchangeArgumentsTest, AValueIsFoundByItsPath) {
  const boost::json::object values =
      ArgumentsOf(
          Sent("POST", R"({"creatives":[{"ad_name":"A"},{"ad_name":"B"}],"n":5.0,"none":null})"))
          .values;
  EXPECT_EQ(ArgumentText(values, "creatives.1.ad_name"), "B");
  EXPECT_EQ(ArgumentText(values, "creatives.0"), R"({"ad_name":"A"})");
  EXPECT_EQ(ArgumentText(values, "n"), "5");
  EXPECT_EQ(ArgumentText(values, "none"), "null");
  for (const char* path : {"creatives.2", "creatives.x", "creatives.1.ad_name.x", "m", "", "n.0"}) {
    EXPECT_EQ(ArgumentText(values, path), std::nullopt) << path;
  }
}

}  // namespace
}  // namespace sparkgate::simulator
