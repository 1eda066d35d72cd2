#include "simulator/business_api/envelope.h"

#include "simulator/business_api/wire_json.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr size_t kFrame = 512;  // bytes of what surrounds data, or more

HttpServerResponse Wrap(int code, std::string_view message, std::string_view request_id,
                        std::string_view data) {
  HttpServerResponse response;
  response.headers.emplace_back("X-TT-LOGID", request_id);
  std::string& body = response.body;
  body.reserve(kFrame + data.size());
  body += "{\"code\":";
  body += std::to_string(code);
  body += ",\"message\":";
  AppendWireText(message, body);
  body += ",\"request_id\":\"";
  body += request_id;
  body += "\",\"data\":";
  body += data;
  body += '}';
  return response;
}

}  // namespace

HttpServerResponse OkEnvelope(const json::object& data, std::string_view request_id) {
  std::string text;
  AppendWireJson(data, text);
  return OkEnvelope(text, request_id);
}

HttpServerResponse OkEnvelope(std::string_view data, std::string_view request_id) {
  return Wrap(Number(ApiCode::kOk), "OK", request_id, data);
}

HttpServerResponse ErrorEnvelope(const absl::Status& error, std::string_view request_id) {
  return ErrorEnvelope(ApiCodeOf(error), std::string(error.message()), request_id);
}

HttpServerResponse ErrorEnvelope(ApiCode code, std::string_view message,
                                 std::string_view request_id) {
  return Wrap(Number(code), message, request_id, "{}");
}

HttpServerResponse EdgeNotFound() {
  HttpServerResponse response;
  response.status = 404;
  response.content_type = "text/plain";
  response.body = "404 page not found";
  return response;
}

HttpServerResponse EdgeMethodNotAllowed() {
  HttpServerResponse response;
  response.status = 405;
  response.content_type = "text/plain";
  response.body = "405 method not allowed";
  return response;
}

}  // namespace sparkgate::simulator
