#include "server/tiktok/http/protection.h"

#include <algorithm>
#include <string>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "server/tiktok/http/mask.h"
#include "server/tiktok/planned_call.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

// The three kinds' status/update (facts 7.9).
bool CanOnlySave(std::string_view path, const json::object& body) {
  const std::string to = JsonString(body, "operation_status").value_or("");
  return path.ends_with("/status/update") && (to == "DISABLE" || to == "DELETE");
}

absl::Status CheckAdAccount(const Endpoint& endpoint, std::string_view path,
                            const json::object& body) {
  if (!endpoint.ad_accounts.has_value()) return absl::OkStatus();
  const std::string id = JsonString(body, "advertiser_id").value_or("");
  if (id.empty()) return absl::OkStatus();  // a creator's, or the app's
  if (std::ranges::find(*endpoint.ad_accounts, id) != endpoint.ad_accounts->end() ||
      CanOnlySave(path, body)) {
    return absl::OkStatus();
  }
  return AdAccountNotAllowed(id);
}

json::value Shown(const json::value& value);

json::object Shown(const json::object& body) {
  json::object shown;
  for (const auto& [name, value] : body) {
    shown[name] = IsSecretField(name) ? json::value("…") : Shown(value);
  }
  return shown;
}

json::value Shown(const json::value& value) {
  if (value.is_object()) return Shown(value.get_object());
  if (!value.is_array()) return value;
  json::array shown;
  for (const json::value& each : value.get_array()) shown.push_back(Shown(each));
  return shown;
}

}  // namespace

absl::Status CheckMaySend(const Endpoint& endpoint, std::string_view path,
                          const json::object& body) {
  SG_RETURN_IF_ERROR(CheckAdAccount(endpoint, path, body));
  if (!endpoint.dry_run) return absl::OkStatus();
  return KeptBack({.method = "POST",
                   .path = fmt::format("/open_api/v1.3/{}/", path),
                   .body = json::serialize(Shown(body))});
}

}  // namespace sparkgate::tiktok
