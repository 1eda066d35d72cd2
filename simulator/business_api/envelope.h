// The one shape of every answer (facts 1.2): {code, message, request_id, data}, HTTP 200 for all
// that reached the API. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_ENVELOPE_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_ENVELOPE_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <boost/json/object.hpp>

#include "base/http/server.h"
#include "simulator/world/api_code.h"

namespace sparkgate::simulator {

HttpServerResponse OkEnvelope(const boost::json::object& data, std::string_view request_id);
// `data` is the text of an object.
HttpServerResponse OkEnvelope(std::string_view data, std::string_view request_id);
HttpServerResponse ErrorEnvelope(const absl::Status& error, std::string_view request_id);
HttpServerResponse ErrorEnvelope(ApiCode code, std::string_view message,
                                 std::string_view request_id);

// What the edge in front of the API says, which knows no envelope: plain text.
HttpServerResponse EdgeNotFound();
HttpServerResponse EdgeMethodNotAllowed();

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_ENVELOPE_H_
