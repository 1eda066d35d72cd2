// The header of an answer as it goes over the wire. Internal to base/http; pure.
#ifndef SPARKGATE_BASE_HTTP_RESPONSE_HEAD_H_
#define SPARKGATE_BASE_HTTP_RESPONSE_HEAD_H_

#include <string>

#include "base/http/server.h"

namespace sparkgate {

enum class AfterAnswer { kClose, kKeep, kKeepAndSaySo };  // the last is what HTTP/1.0 needs

enum class BodyLength { kKnown, kUnknown };  // the second ends with the connection

// Ends with the blank line. Line ends inside a header of ours are dropped: they would let whoever
// chose its value write headers.
std::string RenderResponseHead(const HttpServerResponse& response, AfterAnswer after,
                               BodyLength length = BodyLength::kKnown);

// 1xx, 204 and 304 have no body and no Content-Length.
bool StatusHasBody(int status);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_RESPONSE_HEAD_H_
