#include "simulator/app/scenario/actors.h"

#include <cmath>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "simulator/app/scenario/expectations.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kStoryRedirect = "http://127.0.0.1/scenario";
constexpr std::string_view kStoryScopes =
    "biz.spark.auth,video.list,user.info.basic,user.info.profile,user.info.stats,"
    "user.info.username,user.insights,user.account.type";
constexpr std::string_view kServices = "/sparkgate.simulator.v1.";

std::string TextAt(const json::value& answer, std::string_view path) {
  const json::value* found = AtPath(answer, path);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

std::string RedirectArgument(std::string_view address, std::string_view name) {
  for (const auto& [key, value] : ParseQuery(address.substr(address.find('?') + 1))) {
    if (key == name) return value;
  }
  return "";
}

class Casting {
 public:
  Casting(std::string_view world_id, const Faces& faces, Variables& variables)
      : world_id_(world_id), faces_(faces), variables_(variables) {}

  absl::Status RegisterApp(std::string_view story) {
    app_id_ = fmt::format("app{}", story);  // of letters and digits
    std::erase(app_id_, '-');
    secret_ = fmt::format("{}-secret", app_id_);
    variables_["app.id"] = app_id_;
    variables_["app.secret"] = secret_;
    return Do("WorldService/RegisterApp", {{"app",
                                            {{"app_id", app_id_},
                                             {"secret", secret_},
                                             {"redirect_uris", json::array{kStoryRedirect}}}}})
        .status();
  }

  absl::Status Bring(const ScenarioActor& actor) {
    const absl::Status status =
        actor.kind == ScenarioActor::Kind::kCreator ? BringCreator(actor) : BringAdvertiser(actor);
    if (status.ok()) return status;
    return absl::Status(status.code(),
                        fmt::format("{}: {}", actor.name, std::string(status.message())));
  }

 private:
  absl::StatusOr<json::value> Do(std::string_view method, json::object fields) {
    json::value answer =
        faces_.Act(fmt::format("{}{}", kServices, method), world_id_, std::move(fields));
    const std::string error = TextAt(answer, "error");
    if (error.empty()) return answer;
    return absl::FailedPreconditionError(fmt::format("{} ({})", TextAt(answer, "message"), error));
  }

  // The `data` of an answer without an error.
  absl::StatusOr<json::value> Call(std::string_view endpoint, const json::object& arguments) {
    const json::value answer = faces_.Call("POST", endpoint, world_id_, "", arguments);
    const json::value* code = AtPath(answer, "code");
    if (code != nullptr && *code == 0) return *AtPath(answer, "data");
    return absl::FailedPreconditionError(
        fmt::format("{}: {}", endpoint, TextAt(answer, "message")));
  }

  absl::Status BringCreator(const ScenarioActor& actor) {
    json::object account = actor.account;
    account.emplace("username", actor.name);  // unless it has one
    SG_ASSIGN_OR_RETURN(const json::value made,
                        Do("CreatorAppService/CreateAccount", {{"account", account}}));
    const std::string name = TextAt(made, "name");
    variables_[actor.name] = name;
    const std::string link = fmt::format(
        "https://www.tiktok.com/v2/auth/authorize?client_key={}&response_type=code&scope={}"
        "&redirect_uri={}&state=scenario",
        app_id_, kStoryScopes, PercentEncode(kStoryRedirect));
    SG_ASSIGN_OR_RETURN(const json::value consent,
                        Do("CreatorAppService/Consent", {{"account", name}, {"link", link}}));
    const std::string address = TextAt(consent, "redirect_address");
    SG_ASSIGN_OR_RETURN(
        const json::value tokens,
        Call("tt_user/oauth2/token", {{"client_id", app_id_},
                                      {"client_secret", secret_},
                                      {"grant_type", "authorization_code"},
                                      {"auth_code", RedirectArgument(address, "code")},
                                      {"redirect_uri", kStoryRedirect}}));
    variables_[actor.name + ".token"] = json::string(TextAt(tokens, "access_token"));
    variables_[actor.name + ".refresh_token"] = json::string(TextAt(tokens, "refresh_token"));
    variables_[actor.name + ".business_id"] = json::string(TextAt(tokens, "open_id"));
    return absl::OkStatus();
  }

  absl::Status BringAdvertiser(const ScenarioActor& actor) {
    json::object account = actor.account;
    account.emplace("display_name", actor.name);  // unless it has one
    SG_ASSIGN_OR_RETURN(const json::value made,
                        Do("AdsManagerService/OpenAdAccount", {{"ad_account", account}}));
    const std::string name = TextAt(made, "name");
    variables_[actor.name] = name;
    if (actor.payment_method) {
      SG_RETURN_IF_ERROR(
          Do("AdsManagerService/SetPaymentMethod", {{"ad_account", name}, {"attached", true}})
              .status());
    }
    const auto micros = static_cast<int64_t>(std::llround(actor.balance * 1e6));
    if (micros > 0) {
      SG_RETURN_IF_ERROR(
          Do("AdsManagerService/AddBalance", {{"ad_account", name}, {"amount_micros", micros}})
              .status());
    }
    const std::string link = fmt::format(
        "https://business-api.tiktok.com/portal/auth?app_id={}&state=scenario&redirect_uri={}",
        app_id_, PercentEncode(kStoryRedirect));
    SG_ASSIGN_OR_RETURN(
        const json::value consent,
        Do("AdsManagerService/Consent", {{"link", link}, {"ad_accounts", json::array{name}}}));
    const std::string address = TextAt(consent, "redirect_address");
    SG_ASSIGN_OR_RETURN(
        const json::value tokens,
        Call("oauth2/access_token", {{"app_id", app_id_},
                                     {"secret", secret_},
                                     {"auth_code", RedirectArgument(address, "auth_code")}}));
    variables_[actor.name + ".token"] = json::string(TextAt(tokens, "access_token"));
    return absl::OkStatus();
  }

  const std::string world_id_;
  const Faces& faces_;
  Variables& variables_;
  std::string app_id_;
  std::string secret_;
};

}  // namespace

absl::Status BringActors(const Scenario& scenario, std::string_view world_id, const Faces& faces,
                         Variables& variables) {
  Casting casting(world_id, faces, variables);
  SG_RETURN_IF_ERROR(casting.RegisterApp(scenario.name));
  for (const ScenarioActor& actor : scenario.actors) SG_RETURN_IF_ERROR(casting.Bring(actor));
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
