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

TEST(WireJson, EveryByteIsEscapedAsItShouldWhereverItStands) {
  for (int byte = 0; byte < 0x80; ++byte) {
    const char c = static_cast<char>(byte);
    std::string alone;
    AppendWireEscaped(std::string(1, c), alone);
    EXPECT_EQ(alone.size() == 1, byte >= 0x20 && c != '"' && c != '\\') << byte;
    for (size_t at = 0; at < 20; ++at) {
      std::string out;
      AppendWireEscaped(std::string(at, '~') + c + std::string(20 - at, ' '), out);
      EXPECT_EQ(out, std::string(at, '~') + alone + std::string(20 - at, ' ')) << byte << " " << at;
    }
  }
}

}  // namespace
}  // namespace sparkgate::simulator
