// The fuzzers' seeds: every endpoint has one that succeeds, so that "no success" proves something,
// and every endpoint of the API is fuzzed.
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/files.h"
#include "simulator/business_api/endpoints.h"
#include "tests/fuzz/business_api/contract.h"
#include "tests/fuzz/business_api/fuzz_world.h"

namespace sparkgate::simulator {
namespace {

// Endpoints that no call succeeds at in a world as young as the fuzzers': nothing is rejected yet
// that could be appealed against, no authorization has ended whose post could be unbound, and the
// demo's app has no business center.
const std::set<std::string_view> kNeverSucceed = {
    "adgroup/appeal",       "advertiser/balance/get",   "oauth2/access_token",
    "tt_user/oauth2/token", "subscription/unsubscribe", "identity/delete",
    "tcm/tt_video/apply",   "tcm/tt_video/status",      "tt_video/unbind"};

template <class Check>
void ExpectEachSucceeds(std::span<const Contract> rows, const std::string& folder, Check check) {
  std::set<std::string_view> succeeded;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string input = ReadFile(file.path()).value();
    const int64_t code = check(input);
    if (code == 0) succeeded.insert(rows[static_cast<size_t>(input[0] - 'A') % rows.size()].path);
  }
  for (const Contract& row : rows) {
    if (!kNeverSucceed.contains(row.path)) EXPECT_TRUE(succeeded.contains(row.path)) << row.path;
  }
}

TEST(SeedsTest, EachEndpointIsReached) {
  ExpectEachSucceeds(BodyContracts(), SPARKGATE_CORPUS "/json_body_fuzz", &CheckBodyCall);
  ExpectEachSucceeds(QueryContracts(), SPARKGATE_CORPUS "/json_query_fuzz", &CheckQueryCall);
}

TEST(SeedsTest, NoEndpointIsLeftOut) {
  std::set<std::string_view> fuzzed;
  for (const Contract& row : BodyContracts()) fuzzed.insert(row.path);
  for (const Contract& row : QueryContracts()) fuzzed.insert(row.path);
  for (const Endpoint& endpoint : AllEndpoints()) {
    EXPECT_TRUE(fuzzed.contains(endpoint.path)) << endpoint.path;
  }
}

// The oracle itself can tell.
TEST(SeedsTest, AContractRefusesWhatIsNotOne) {
  const Contract row = {"x", {{"a", Needs::kId}, {"b", Needs::kList}, {"c", Needs::kText}}};
  EXPECT_EQ(BodyFault(row, R"({"a":"1","b":[1],"c":"x"})"), "");
  for (const char* body :
       {"", "{", "[]", "{}", R"({"a":"x","b":[1],"c":"x"})", R"({"a":1,"b":[],"c":"x"})",
        R"({"a":1,"b":"[1]","c":"x"})", R"({"a":1,"b":[1],"c":1})", R"({"a":null,"b":[1],"c":"x"})",
        R"({"a":-1,"b":[1],"c":"x"})", R"({"a":"1","b":[1],"c":"x"}})"}) {
    EXPECT_NE(BodyFault(row, body), "") << body;
  }
  EXPECT_EQ(QueryFault(row, "a=1&b=%5B1%5D&c=+"), "");
  for (const char* query :
       {"", "a=1&b=%5B1%5D", "a=&b=[1]&c=x", "a=1&b=[&c=x", "a=x&a=1&b=[1]&c=x"}) {
    EXPECT_NE(QueryFault(row, query), "") << query;
  }
}

}  // namespace
}  // namespace sparkgate::simulator
