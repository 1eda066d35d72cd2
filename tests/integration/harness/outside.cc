#include "tests/integration/harness/outside.h"

#include <optional>
#include <stdexcept>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/http/client.h"
#include "base/json.h"

namespace sparkgate::integration {
namespace {

namespace json = boost::json;

// The last that the server sent to a path.
std::optional<HttpServerRequest> LastRequest(const Middleman& middleman,
                                             std::string_view path_end) {
  std::optional<HttpServerRequest> last;
  for (const HttpServerRequest& request : middleman.requests()) {
    if (request.path.ends_with(path_end)) last = request;
  }
  return last;
}

json::object Send(HttpRequest request, const HttpServerRequest& like) {
  request.headers.push_back({"Access-Token", like.Header("access-token").value_or("")});
  const auto answer = NewCurlClient({})->Send(request);
  if (!answer.ok()) throw std::runtime_error(answer.status().ToString());
  return ParseJson(answer->body).value().as_object();
}

}  // namespace

json::object Outside::LastBody(std::string_view path_end) const {
  const auto last = LastRequest(middleman_, path_end);
  return last.has_value() ? ParseJson(last->body).value().as_object() : json::object();
}

json::object Outside::Repeat(std::string_view path_end, const json::object& changes) const {
  const auto last = LastRequest(middleman_, path_end);
  if (!last.has_value()) throw std::runtime_error(fmt::format("never called: {}", path_end));
  json::object body = ParseJson(last->body).value().as_object();
  for (const auto& [key, value] : changes) body[key] = value;
  return Send({.method = "POST",
               .url = programs_.SimulatorUrl() + last->path,
               .headers = {{"Content-Type", "application/json"}},
               .body = json::serialize(body)},
              *last);
}

std::vector<json::object> Outside::List(std::string_view path,
                                        const std::string& advertiser_id) const {
  // Any call in the ad account's name has its token, and the world in its path.
  const auto like = LastRequest(middleman_, "/tt_video/list/");
  if (!like.has_value()) throw std::runtime_error("no ad account was read yet");
  const std::string root = like->path.substr(0, like->path.rfind("tt_video/list/"));
  std::vector<json::object> rows;
  for (int page = 1;; ++page) {
    const json::object answer =
        Send({.method = "GET",
              .url = fmt::format("{}{}{}?advertiser_id={}&page_size=1000&page={}",
                                 programs_.SimulatorUrl(), root, path, advertiser_id, page)},
             *like);
    const json::object& data = answer.at("data").as_object();
    for (const json::value& row : data.at("list").as_array()) rows.push_back(row.as_object());
    if (page >= data.at("page_info").at("total_page").as_int64()) return rows;
  }
}

}  // namespace sparkgate::integration
