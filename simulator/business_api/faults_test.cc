// Faults as a client of the HTTP face meets them, by plan and by header. What a plan takes is
// tested beside the rule, and what becomes of a connection in base/http.
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/business_api/spoiled_json.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/fault_plans.h"
#include "simulator/world/faults/magic_values.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Cut = HttpServerResponse::Cut;

class FaultsFace : public ApiTest {
 protected:
  HttpServerRequest Request(std::string method, std::string_view endpoint,
                            const boost::json::object& arguments, const std::string& fault = "") {
    HttpServerRequest request;
    request.method = std::move(method);
    request.path = fmt::format("/open_api/v1.3/{}/", endpoint);
    request.headers = {{"access-token", advertiser_token_}};
    if (!fault.empty()) request.headers.emplace_back("sparkgate-fault", fault);
    if (request.method == "POST") {
      request.body = boost::json::serialize(arguments);
    } else {
      for (const auto& [name, value] : arguments) {
        request.query += fmt::format("{}={}&", std::string_view(name),
                                     PercentEncode(std::string(value.as_string())));
      }
    }
    return request;
  }
  HttpServerResponse Authorize(const std::string& code, const std::string& fault = "") {
    return Handle(Request("POST", "tt_video/authorize",
                          {{"advertiser_id", ids_.advertiser}, {"auth_code", code}}, fault));
  }
  HttpServerResponse List(const std::string& fault = "") {
    return Handle(Request("GET", "tt_video/list", {{"advertiser_id", ids_.advertiser}}, fault));
  }
  size_t Held() {
    return world_->Read([](const WorldState& state) { return state.spark_posts.size(); });
  }
  Exchange Last() { return *world_->journal().After(0).exchanges.back(); }
  void Plan(FaultKind kind, std::string target, absl::Duration lag = absl::ZeroDuration()) {
    FaultPlan plan;
    plan.id = "plan";
    plan.target = std::move(target);
    FaultStep& step = plan.steps.emplace_back();
    step.kind = kind;
    step.lag = lag;
    step.times = 0;
    world_->Write([&](WorldState& state) {
      const auto made = CreateFaultPlan(state, plan);
      EXPECT_TRUE(made.ok()) << made.status();
      return true;
    });
  }
  FaultPlan ThePlan() {
    return world_->Read([](const WorldState& state) { return *FindFaultPlan(state, "plan"); });
  }
};

// Whether the call has its effect, and whether anybody hears of it.
TEST_F(FaultsFace, EachKindIsDoneOrNotAndSpoilsItsAnswer) {
  struct Row {
    std::string fault;
    bool done;
    Cut cut;
    int code;  // that the journal has; -1: none
  };
  const Row rows[] = {{"delay; delay=1s", true, Cut::kNo, 0},
                      {"api-error; code=50000", false, Cut::kNo, 50000},
                      {"api-error; code=50000; after-commit", true, Cut::kNo, 50000},
                      {"http-status; status=502", false, Cut::kNo, -1},
                      {"http-status; status=502; after-commit", true, Cut::kNo, -1},
                      {"app-limit", false, Cut::kNo, 40100},
                      {"advertiser-limit", false, Cut::kNo, 40133},
                      {"maintenance", false, Cut::kNo, 60001},
                      {"reset", false, Cut::kReset, -1},
                      {"reset; after-commit", true, Cut::kReset, -1},
                      {"cut-before", false, Cut::kBeforeHeader, -1},
                      {"cut-after", true, Cut::kBeforeHeader, -1},
                      {"cut-body", true, Cut::kHalfBody, -1},
                      {"slow-body", true, Cut::kNo, -1},
                      {"malformed-json", true, Cut::kNo, -1},
                      {"truncated-json", true, Cut::kNo, -1},
                      {"wrong-types", true, Cut::kNo, 0},
                      {"nulls", true, Cut::kNo, 0}};
  const std::string code = GenerateCode();
  const WorldState before = world_->Read([](const WorldState& state) { return state; });
  for (const Row& row : rows) {
    SCOPED_TRACE(row.fault);
    world_->Replace(before);
    const HttpServerResponse response = Authorize(code, row.fault);
    EXPECT_EQ(Held() == 1, row.done);
    EXPECT_EQ(response.cut, row.cut);
    const Exchange exchange = Last();
    EXPECT_EQ(exchange.code.value_or(-1), row.code);
    EXPECT_THAT(row.fault, StartsWith(exchange.fault));
    EXPECT_NE(exchange.fault, "");
    EXPECT_EQ(exchange.request_id.size(), 34u);
    const bool unseen = row.cut == Cut::kBeforeHeader || row.cut == Cut::kReset;
    EXPECT_EQ(exchange.http_status == 0, unseen);
  }
}

TEST_F(FaultsFace, ADelayIsTheServersToWaitFor) {
  EXPECT_EQ(List("delay; delay=250ms").delay, absl::Milliseconds(250));
  const absl::Duration drawn = List("delay; delay=10ms..20ms").delay;
  EXPECT_GE(drawn, absl::Milliseconds(10));
  EXPECT_LT(drawn, absl::Milliseconds(20));
  EXPECT_EQ(List("delay; delay=10ms..20ms").delay, drawn) << "the same call, the same delay";
  EXPECT_EQ(List("cut-before; delay=1s").delay, absl::Seconds(1));
  EXPECT_GT(List("slow-body").trickle, absl::ZeroDuration());
}

TEST_F(FaultsFace, LimitsComeInTikToksWords) {
  EXPECT_THAT(List("app-limit").body,
              HasSubstr("requests from App 7000000000000000001 are temporarily restricted."));
  EXPECT_THAT(
      List("advertiser-limit").body,
      HasSubstr(fmt::format("Advertiser ({})'s QPS (21) reaches QPS limit 20", ids_.advertiser)));
  EXPECT_THAT(List("api-error; code=51010; message=\"try \\\"later\\\"\"").body,
              HasSubstr(R"("code":51010,"message":"try \"later\"")"));
  EXPECT_EQ(List("http-status; status=502; message=bad").body, "bad");
}

TEST_F(FaultsFace, SpoiledAnswers) {
  Redeem(GenerateCode());
  const std::string good = List().body;
  EXPECT_FALSE(boost::json::parse(good).as_object().empty());
  boost::json::error_code error;
  boost::json::parse(List("malformed-json").body, error);
  EXPECT_TRUE(error);
  error = {};
  boost::json::parse(List("truncated-json").body, error);
  EXPECT_TRUE(error);
  const boost::json::value types = boost::json::parse(List("wrong-types").body);
  EXPECT_EQ(types.at("code"), 0);
  EXPECT_TRUE(types.at("data").at("list").at(0).at("item_info").at("item_id").is_object());
  EXPECT_TRUE(types.at("data").at("page_info").at("page").is_string());
  const boost::json::value nulls = boost::json::parse(List("nulls").body);
  EXPECT_EQ(nulls.at("code"), 0);
  EXPECT_TRUE(nulls.at("data").at("list").at(0).at("item_info").at("item_id").is_null());
  EXPECT_TRUE(boost::json::parse(WithNulls(R"({"code":0,"data":{}})")).at("data").is_null());
}

TEST_F(FaultsFace, AHeaderThatCantBeReadIsNamedAndNothingIsDone) {
  const std::string code = GenerateCode();
  const HttpServerResponse response = Authorize(code, "cutt-after");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("Sparkgate-Fault: There is no kind"));
  EXPECT_EQ(Held(), 0u);
  EXPECT_EQ(Last().http_status, 400);
}

TEST_F(FaultsFace, APlanTellsWhereItHappened) {
  Plan(FaultKind::kCutAfter, "tt_video/authorize");
  const std::string code = GenerateCode();
  List();
  EXPECT_EQ(Authorize(code).cut, Cut::kBeforeHeader);
  EXPECT_EQ(Held(), 1u);
  const FaultPlan plan = ThePlan();
  EXPECT_EQ(plan.matched, 1);
  ASSERT_EQ(plan.firings.size(), 1u);
  EXPECT_EQ(plan.firings[0].subject, Last().request_id);
  EXPECT_EQ(Last().fault, "cut-after");
}

TEST_F(FaultsFace, APlanMayBeAboutEverything) {
  Plan(FaultKind::kMaintenance, "*");
  EXPECT_THAT(List().body, HasSubstr("60001"));
  const HttpResponse unknown = Send("GET", "/open_api/v1.3/tt_video/nowhere/");
  EXPECT_THAT(unknown.body, HasSubstr("60001"));
}

TEST_F(FaultsFace, ReadsLagBehindAndCatchUp) {
  Plan(FaultKind::kStale, "tt_video/list", absl::Seconds(30));
  const std::string code = GenerateCode();
  Advance(absl::Minutes(1));
  EXPECT_THAT(List().body, HasSubstr(R"("total_number":0)"));
  EXPECT_EQ(ThePlan().matched, 0) << "nothing has changed lately";
  Redeem(code);
  EXPECT_THAT(List().body, HasSubstr(R"("total_number":0)"));
  EXPECT_EQ(Last().fault, "stale");
  EXPECT_EQ(Last().code, 0);
  const auto info = Get("tt_video/info", {{"advertiser_id", ids_.advertiser}, {"auth_code", code}},
                        advertiser_token_);
  EXPECT_EQ(Answer(info), "0 OK") << "another read is fresh";
  Advance(absl::Seconds(29));
  EXPECT_THAT(List().body, HasSubstr(R"("total_number":0)"));
  Advance(absl::Seconds(1));
  EXPECT_THAT(List().body, HasSubstr(R"("total_number":1)"));
  EXPECT_EQ(Last().fault, "");
  EXPECT_EQ(ThePlan().fired, 2);
}

TEST_F(FaultsFace, ATokenYoungerThanTheLagReadsWhatIs) {
  Plan(FaultKind::kStale, "tt_video/list", absl::Seconds(30));
  Redeem(GenerateCode());
  advertiser_token_ = AdvertiserToken();
  EXPECT_THAT(List().body, HasSubstr(R"("total_number":1)"));
}

TEST_F(FaultsFace, ACodeLosesItsAnswer) {
  EXPECT_EQ(Authorize("#SIM-LOST-abcdefghijklm").cut, Cut::kBeforeHeader);
  Set("magic_values", "false");
  const HttpServerResponse refused = Authorize("#SIM-LOST-abcdefghijklm");
  EXPECT_EQ(refused.cut, Cut::kNo);
  EXPECT_THAT(refused.body, HasSubstr("auth_code_not_found"));
}

TEST_F(FaultsFace, WithoutFaultsNothingIsChanged) {
  const auto revision = [this] {
    return world_->Read([](const WorldState& state) { return state.revision; });
  };
  const uint64_t before = revision();
  List();
  List("delay; delay=1s");
  EXPECT_EQ(revision(), before);
  EXPECT_THAT(List().body, Not(HasSubstr("60001")));
}

// What stands between "<!-- name -->" and "<!-- end of name -->" in docs/faults.md. When one of
// these differs, copy what the test prints into the page.
std::string DocumentedBlock(const std::string& name) {
  std::ifstream file(SPARKGATE_SOURCE_DIR "/docs/faults.md");
  const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string begin = fmt::format("<!-- {} -->\n", name);
  const size_t from = page.find(begin);
  const size_t to = page.find(fmt::format("<!-- end of {} -->", name));
  if (from == std::string::npos || to == std::string::npos) return "the block is missing";
  return page.substr(from + begin.size(), to - from - begin.size());
}

TEST(FaultsDocumentation, ThePageListsTheKinds) {
  std::string expected = "| kind | happens to | takes | what happens |\n|---|---|---|---|\n";
  for (const FaultKindSpec& spec : FaultKinds()) {
    std::string where = HappensAt(spec, FaultFace::kHttp) ? "calls" : "";
    if (HappensAt(spec, FaultFace::kWebhook)) where += where.empty() ? "webhooks" : ", webhooks";
    if (HappensAt(spec, FaultFace::kRpc)) where += where.empty() ? "RPCs" : ", RPCs";
    expected += fmt::format("| `{}` | {} | {} | {} |\n", spec.name, where, spec.takes, spec.what);
  }
  EXPECT_EQ(DocumentedBlock("kinds"), expected);
}

TEST(FaultsDocumentation, ThePageListsTheMagicValues) {
  const auto table = [](std::span<const MagicValue> values) {
    std::string rows = "| begins with | what happens |\n|---|---|\n";
    for (const MagicValue& value : values) {
      rows += fmt::format("| `{}` | {} |\n", value.text, value.what);
    }
    return rows;
  };
  EXPECT_EQ(DocumentedBlock("magic codes"), table(MagicCodes()));
  EXPECT_EQ(DocumentedBlock("magic ad names"), table(MagicAdNames()));
}

}  // namespace
}  // namespace sparkgate::simulator
