#include "tests/fuzz/business_api/fuzz_world.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include <absl/strings/str_replace.h>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "base/http/client.h"
#include "base/log.h"
#include "simulator/app/demo.h"
#include "simulator/app/simulator.h"
#include "simulator/business_api/business_api.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/world/spark_posts.h"
#include "tests/fuzz/business_api/contract.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

[[noreturn]] void Fail(std::string_view what, const HttpServerRequest& request,
                       const HttpServerResponse& response) {
  fmt::print(stderr, "{}\n{} {}?{}\n{}\n-> {} {}\n", what, request.method, request.path,
             request.query, request.body, response.status, response.body);
  std::abort();
}

// Every answer of an endpoint has the envelope of facts 1.2.
int64_t CodeOf(const HttpServerRequest& request, const HttpServerResponse& response) {
  json::error_code error;
  const json::value value = json::parse(response.body, error);
  if (error || !value.is_object()) Fail("The answer isn't JSON.", request, response);
  const json::object& envelope = value.get_object();
  const json::value* const code = envelope.if_contains("code");
  const json::value* const id = envelope.if_contains("request_id");
  if (code == nullptr || !code->is_int64() || !envelope.contains("message") || id == nullptr ||
      !id->is_string() || id->get_string().size() != 34) {
    Fail("The answer has no envelope.", request, response);
  }
  const json::value* const data = envelope.if_contains("data");
  if (code->get_int64() == 0 && (data == nullptr || !data->is_object())) {
    Fail("A success without data.", request, response);
  }
  return code->get_int64();
}

const Contract* RowOf(std::string_view input, std::span<const Contract> rows) {
  if (input.empty()) return nullptr;
  return &rows[static_cast<unsigned char>(input[0] - 'A') % rows.size()];
}

void CheckAnswer(const Contract& row, const FuzzAnswer& answer, const std::string& arguments,
                 const std::string& fault) {
  const bool refused = answer.code != 0;
  if (refused && answer.events == 0) return;
  if (!refused && fault.empty()) return;
  fmt::print(stderr, "{}: code {} and {} events, though {}\n{}\n", row.path, answer.code,
             answer.events, refused ? "refused" : fault, arguments);
  std::abort();
}

}  // namespace

FuzzWorld& FuzzWorld::The() {
  static FuzzWorld* const the = new FuzzWorld;
  return *the;
}

FuzzWorld::FuzzWorld() {
  (void)ConfigureLog("error", "");
  Furnish();
}

HttpServerRequest FuzzWorld::RequestTo(std::string_view path) const {
  const Endpoint* const endpoint = FindEndpoint(path);
  if (endpoint == nullptr) {
    fmt::print(stderr, "no endpoint {}\n", path);
    std::abort();
  }
  HttpServerRequest request;
  request.method = endpoint->method();
  request.path = fmt::format("/open_api/v1.3/{}/", path);
  if (endpoint->family == TokenFamily::kNone) return request;
  const bool creator = endpoint->family == TokenFamily::kCreator;
  request.headers = {{"access-token", names_.at(creator ? "$creator_token" : "$advertiser_token")}};
  return request;
}

HttpServerResponse FuzzWorld::Send(World& world, const HttpServerRequest& request) const {
  const auto borrow = [&world](std::string_view) {
    return std::shared_ptr<World>(std::shared_ptr<World>(), &world);
  };
  return BusinessApi(borrow, real_time_).Handle(request);
}

FuzzAnswer FuzzWorld::OnACopy(const HttpServerRequest& request) {
  World copy(world_->Copy(), /*journal_bytes=*/0);
  const auto count = [](const WorldState& state) { return state.log.count(); };
  const uint64_t before = copy.Read(count);
  const HttpServerResponse response = Send(copy, request);
  return {.code = CodeOf(request, response), .events = copy.Read(count) - before};
}

FuzzAnswer FuzzWorld::Post(std::string_view path, const std::string& body) {
  HttpServerRequest request = RequestTo(path);
  request.body = body;
  return OnACopy(request);
}

FuzzAnswer FuzzWorld::Get(std::string_view path, const std::string& query) {
  HttpServerRequest request = RequestTo(path);
  request.query = query;
  return OnACopy(request);
}

json::object FuzzWorld::Must(std::string_view path, std::string_view body) {
  HttpServerRequest request = RequestTo(path);
  request.body = Filled(body);
  const HttpServerResponse response = Send(*world_, request);
  if (CodeOf(request, response) != 0) Fail("The world can't be furnished.", request, response);
  return json::parse(response.body).at("data").as_object();
}

std::string FuzzWorld::Filled(std::string_view text) const {
  // All at once: of $ad and $advertiser the longer one fits.
  return absl::StrReplaceAll({text.data(), text.size()}, names_);
}

void FuzzWorld::Furnish() {
  const auto simulator = Simulator::Start({.http_port = 0, .grpc_port = 0}).value();
  const auto name = [this](const Demo& demo) {
    names_ = {{"$app", demo.app_id},
              {"$secret", demo.secret},
              {"$advertiser", demo.advertiser_id},
              {"$advertiser_token", demo.advertiser_token},
              {"$business", demo.business_id},
              {"$creator_token", demo.creator_token},
              {"$code", demo.code},
              {"$encoded_code", PercentEncode(demo.code)}};
  };
  const Demo first = FurnishDemo(simulator->worlds()).value();
  world_ = simulator->worlds().Find(kDefaultWorld);
  name(first);
  Must("tt_video/authorize", R"({"advertiser_id":"$advertiser","auth_code":"$code"})");
  const Demo second = FurnishDemo(simulator->worlds()).value();
  name(second);
  names_["$item"] = first.item_id;
  names_["$fresh_item"] = second.item_id;
  world_ = std::make_shared<World>(world_->Copy(), /*journal_bytes=*/0);
  (void)simulator->Stop();

  names_["$identity"] = world_->Read([&](const WorldState& state) {
    return FindSparkPost(state, first.advertiser_id, first.item_id)->identity_id;
  });
  names_["$refresh_token"] = world_->Read(
      [](const WorldState& state) { return state.grants.begin()->second.refresh_token; });
  const auto text = [](const json::value& value) { return std::string(value.as_string()); };
  names_["$campaign"] = text(Must("campaign/create", R"({"advertiser_id":"$advertiser",
      "objective_type":"VIDEO_VIEWS","campaign_name":"C","budget_mode":"BUDGET_MODE_INFINITE"})")
                                 .at("campaign_id"));
  names_["$ad_group"] = text(Must("adgroup/create", R"({"advertiser_id":"$advertiser",
      "campaign_id":"$campaign","adgroup_name":"G","placements":["PLACEMENT_TIKTOK"],
      "location_ids":["6252001"],"budget_mode":"BUDGET_MODE_DAY","budget":50,
      "schedule_type":"SCHEDULE_FROM_NOW","schedule_start_time":"2026-01-02 00:00:00",
      "optimization_goal":"ENGAGED_VIEW","billing_event":"CPV","pacing":"PACING_MODE_SMOOTH"})")
                                 .at("adgroup_id"));
  names_["$ad"] = text(Must("ad/create", R"({"advertiser_id":"$advertiser",
      "adgroup_id":"$ad_group","creatives":[{"ad_name":"A","identity_type":"AUTH_CODE",
      "identity_id":"$identity","tiktok_item_id":"$item","ad_format":"SINGLE_VIDEO",
      "call_to_action":"LEARN_MORE"}]})")
                           .at("ad_ids")
                           .at(0));
}

int64_t CheckBodyCall(std::string_view input) {
  const Contract* const row = RowOf(input, BodyContracts());
  if (row == nullptr) return -1;
  FuzzWorld& world = FuzzWorld::The();
  const std::string body = world.Filled(input.substr(1));
  const FuzzAnswer answer = world.Post(row->path, body);
  CheckAnswer(*row, answer, body, BodyFault(*row, body));
  return answer.code;
}

int64_t CheckQueryCall(std::string_view input) {
  const Contract* const row = RowOf(input, QueryContracts());
  if (row == nullptr) return -1;
  FuzzWorld& world = FuzzWorld::The();
  const std::string query = world.Filled(input.substr(1));
  const FuzzAnswer answer = world.Get(row->path, query);
  CheckAnswer(*row, answer, query, QueryFault(*row, query));
  return answer.code;
}

}  // namespace sparkgate::simulator
