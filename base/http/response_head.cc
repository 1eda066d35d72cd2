#include "base/http/response_head.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string_view>

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

namespace sparkgate {
namespace {

bool EndsLine(char c) { return c == '\r' || c == '\n' || c == '\0'; }

void AppendInLine(std::string& out, std::string_view text) {
  const size_t plain = static_cast<size_t>(std::ranges::find_if(text, EndsLine) - text.begin());
  out += text.substr(0, plain);
  std::ranges::copy_if(text.substr(plain), std::back_inserter(out), std::not_fn(EndsLine));
}

void AppendHeader(std::string& out, std::string_view name, std::string_view value) {
  AppendInLine(out, name);
  out += ": ";
  AppendInLine(out, value);
  out += "\r\n";
}

}  // namespace

bool StatusHasBody(int status) { return status >= 200 && status != 204 && status != 304; }

std::string RenderResponseHead(const HttpServerResponse& response, AfterAnswer after,
                               BodyLength length) {
  namespace http = boost::beast::http;
  const auto reason =
      http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)));
  std::string out;
  out.reserve(256);
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status,
                 std::string_view(reason.data(), reason.size()));
  if (StatusHasBody(response.status)) {
    if (!response.content_type.empty()) AppendHeader(out, "Content-Type", response.content_type);
    if (length == BodyLength::kKnown) {
      fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.body.size());
    }
  }
  for (const auto& [name, value] : response.headers) AppendHeader(out, name, value);
  if (after == AfterAnswer::kClose) out += "Connection: close\r\n";
  if (after == AfterAnswer::kKeepAndSaySo) out += "Connection: keep-alive\r\n";
  out += "\r\n";
  return out;
}

}  // namespace sparkgate
