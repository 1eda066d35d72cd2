// From an HTTP exchange to `data` or an error: the envelope, its return code, and for mutations
// whether they may have happened. Pure functions.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_ANSWER_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_ANSWER_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <boost/json/object.hpp>

#include "base/http/client.h"

namespace sparkgate::tiktok {

// A call, as far as its errors need it.
struct CallContext {
  std::string_view path = {};  // "tt_video/authorize"
  bool mutation = false;
  std::vector<std::string> secrets = {};  // what the request held; kept out of every sentence
};

// `data` of an answer whose `code` says OK. The code decides, not the HTTP status: TikTok answers
// 200 to errors.
absl::StatusOr<boost::json::object> ReadAnswer(const HttpResponse& response,
                                               const CallContext& context);

// The error for an exchange that failed in HttpClient.
absl::Status TransportError(const absl::Status& status, const CallContext& context);

// The error for an OK answer that lacks what it must have. `what` is the field's name.
absl::Status AnswerLacks(std::string_view what, const CallContext& context);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_ANSWER_H_
