#include "simulator/app/scenario/seen_answer.h"

#include <string>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;
using Cut = HttpServerResponse::Cut;

json::value NoAnswer(std::string_view why) { return json::object{{"code", -1}, {"message", why}}; }

}  // namespace

json::value SeenAnswer(const HttpServerResponse& response) {
  switch (response.cut) {
    case Cut::kNo:
      break;
    case Cut::kReset:
      return NoAnswer("No answer: the connection was reset.");
    case Cut::kBeforeHeader:
      return NoAnswer("No answer: the connection ended.");
    case Cut::kHalfBody:
      return NoAnswer("Half an answer: the connection ended.");
  }
  if (response.trickle > absl::ZeroDuration()) return NoAnswer("An answer without an end.");
  boost::system::error_code error;
  json::value envelope = json::parse(response.body, error);
  const bool whole = !error && envelope.is_object() && envelope.as_object().contains("code");
  return whole ? envelope : NoAnswer(fmt::format("HTTP {}, without an envelope.", response.status));
}

}  // namespace sparkgate::simulator
