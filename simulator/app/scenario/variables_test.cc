#include "simulator/app/scenario/variables.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

const Variables& SomeVariables() {
  static const Variables variables = {
      {"code", "#abcdefgh"}, {"post", "worlds/w/posts/71"}, {"count", 3}, {"ana.token", "t"}};
  return variables;
}

std::string Filled(std::string_view text) {
  return json::serialize(Fill(json::parse(text), SomeVariables()).value());
}

TEST(Fill, PutsValuesIntoTextsListsAndObjects) {
  EXPECT_EQ(Filled(R"({"a":"$code","b":["x-$count-y","$ana.token"]})"),
            R"({"a":"#abcdefgh","b":["x-3-y","t"]})");
}

TEST(Fill, AVariableAloneKeepsItsType) { EXPECT_EQ(Filled(R"("$count")"), "3"); }

TEST(Fill, DerivesTheLastPartOfANameAndATypo) {
  EXPECT_EQ(Filled(R"("$post.id")"), R"("71")");
  EXPECT_EQ(Filled(R"("$code.mistyped")"), R"("#abcxefgh")");
  EXPECT_EQ(Filled(R"("$post/x.")"), R"("worlds/w/posts/71/x.")");
}

TEST(Fill, ADollarThatIsNoVariableStays) {
  EXPECT_EQ(Filled(R"("5 $ or $5 or $$code")"), R"("5 $ or $5 or $code")");
}

TEST(Fill, NamesWhatIsMissing) {
  EXPECT_EQ(DetailOf(Fill("x $nothing", SomeVariables()).status()).fields.at(0).field, "nothing");
}

TEST(UnknownVariable, LooksEverywhere) {
  const std::set<std::string, std::less<>> known = {"post"};
  EXPECT_EQ(UnknownVariable(json::parse(R"({"a":["$post.id",{"b":"x $code"}]})"), known), "code");
  EXPECT_EQ(UnknownVariable(json::parse(R"(["$post.id", "$$code", 5])"), known), "");
}

TEST(IsVariableName, LowerCaseWordsAndDots) {
  for (const char* good : {"a", "ana.token", "a_1"}) EXPECT_TRUE(IsVariableName(good)) << good;
  for (const char* bad : {"", "A", "1a", "a.", "a-b", ".a"})
    EXPECT_FALSE(IsVariableName(bad)) << bad;
}

}  // namespace
}  // namespace sparkgate::simulator
