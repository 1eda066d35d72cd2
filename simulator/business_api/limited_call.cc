#include "simulator/business_api/limited_call.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace sparkgate::simulator {
namespace {

// Where there is no token, the app is named among the arguments.
std::string AppOf(const Caller& caller, const absl::StatusOr<Arguments>& arguments) {
  if (caller.advertiser != nullptr) return caller.advertiser->app_id;
  if (caller.creator != nullptr) return caller.creator->app_id;
  if (!arguments.ok()) return "";
  const std::optional<std::string> app_id = JsonId(arguments->values, "app_id");
  return app_id ? *app_id : JsonId(arguments->values, "client_id").value_or("");
}

// Only one that the token reaches: nobody uses up what is another's.
std::string AdvertiserOf(const Caller& caller, const absl::StatusOr<Arguments>& arguments) {
  if (caller.advertiser == nullptr || !arguments.ok()) return "";
  const std::string id = JsonId(arguments->values, "advertiser_id").value_or("");
  const std::vector<std::string>& reached = caller.advertiser->advertiser_ids;
  return std::ranges::find(reached, id) == reached.end() ? "" : id;
}

}  // namespace

LimitedCall LimitedCallOf(const Endpoint& endpoint, const Caller& caller,
                          const absl::StatusOr<Arguments>& arguments) {
  return {.endpoint = std::string(endpoint.path),
          .app_id = AppOf(caller, arguments),
          .advertiser_id = AdvertiserOf(caller, arguments)};
}

}  // namespace sparkgate::simulator
