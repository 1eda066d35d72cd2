#include "simulator/business_api/wire_writer.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "simulator/business_api/wire_json.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

TEST(WireWriter, WritesWhatEqualObjectsAreWrittenAs) {
  const json::object object = {
      {"nothing", nullptr},
      {"flag", true},
      {"count", 7},
      {"cost", 50.0},
      {"text", "a\"b\\c\n é"},
      {"time", "2026-01-01 00:00:00"},
      {"address", "https://tiktok\"/?x-expires=17"},
      {"inner", {{"empty_object", json::object()}, {"empty_array", json::array()}}},
      {"list", {1, "two", {{"three", 3}}, {{"four", 4}}}},
      {"last", false}};
  std::string expected;
  AppendWireJson(object, expected);

  WireWriter out;
  out.BeginObject();
  out.Member("nothing", nullptr);
  out.Member("flag", true);
  out.Member("count", 7);
  out.Member("cost", 50.0);
  out.Member("text", "a\"b\\c\n é");
  out.Member("time", absl::FromUnixSeconds(1'767'225'600));
  out.Member("address", {"https://tiktok\"/", "?x-expires=", "17"});
  out.BeginObject("inner");
  out.BeginObject("empty_object");
  out.EndObject();
  out.BeginArray("empty_array");
  out.EndArray();
  out.EndObject();
  out.BeginArray("list");
  out.Value(1);
  out.Value("two");
  for (const auto& [name, value] : {std::pair("three", 3), std::pair("four", 4)}) {
    out.BeginObject();
    out.Member(name, value);
    out.EndObject();
  }
  out.EndArray();
  out.Member("last", false);
  out.EndObject();
  EXPECT_EQ(std::move(out).Take(), expected);
}

}  // namespace
}  // namespace sparkgate::simulator
