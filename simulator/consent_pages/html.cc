#include "simulator/consent_pages/html.h"

#include <fmt/format.h>

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kStyle =
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:38rem;padding:0 1rem}"
    "fieldset{margin:1rem 0}label{display:block;padding:.2rem 0}"
    "code{overflow-wrap:anywhere}[role=alert]{border-left:.3rem solid #b00020;padding-left:.7rem}"
    "button{font:inherit;padding:.5rem 1.5rem;margin-right:1rem}"
    "input[type=text]{font:inherit;width:100%;box-sizing:border-box}";

// No form-action: browsers hold the redirect after a form to it too, and that leads to the app.
constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

HttpServerResponse HtmlPage(int status, std::string_view title, std::string_view body) {
  HttpServerResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.headers = {{"Cache-Control", "no-store"},
                      {"Content-Security-Policy", std::string(kPolicy)},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.body = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n"
      "<body>\n<main>\n<h1>{0}</h1>\n{2}</main>\n</body>\n</html>\n",
      EscapeHtml(title), kStyle, body);
  return response;
}

}  // namespace sparkgate::simulator
