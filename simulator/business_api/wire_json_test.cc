#include "simulator/business_api/wire_json.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

std::string Written(const json::value& value) {
  std::string out;
  AppendWireJson(value, out);
  return out;
}

TEST(WireJson, AFractionIsAlwaysWrittenAndAnExponentNever) {
  EXPECT_EQ(Written(50.0), "50.0");
  EXPECT_EQ(Written(0.0), "0.0");
  EXPECT_EQ(Written(1000.0), "1000.0");
  EXPECT_EQ(Written(0.1), "0.1");
  EXPECT_EQ(Written(12.345678), "12.345678");
  EXPECT_EQ(Written(0.000001), "0.000001");
  EXPECT_EQ(Written(1e12), "1000000000000.0");
  EXPECT_EQ(Written(-2.5), "-2.5");
  EXPECT_EQ(Written(50), "50");
  EXPECT_EQ(Written(uint64_t{18'446'744'073'709'551'615u}), "18446744073709551615");
}

TEST(WireJson, WritesEveryKindOfValue) {
  EXPECT_EQ(Written({{"a", nullptr}, {"b", {true, false}}, {"c", json::object()}}),
            R"({"a":null,"b":[true,false],"c":{}})");
  EXPECT_EQ(Written(json::array()), "[]");
}

TEST(WireJson, TextIsEscapedAndAlwaysUtf8) {
  EXPECT_EQ(Written("a\"b\\c\n\x01 é漢🌞"), "\"a\\\"b\\\\c\\n\\u0001 é漢🌞\"");
  std::string out;
  AppendWireText("id \xFF\xC3", out);
  EXPECT_EQ(out, "\"id \xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace sparkgate::simulator
