// The signature on a webhook of the Subscription API (facts 8.4): lowercase hex of
// HMAC-SHA256(app secret, payload with every non-ASCII character escaped as \uXXXX). Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_WEBHOOK_SIGNATURE_H_
#define SPARKGATE_SIMULATOR_WORLD_WEBHOOK_SIGNATURE_H_

#include <string>
#include <string_view>

namespace sparkgate::simulator {

inline constexpr char kSignatureHeader[] = "X-Open-Signature";

// UTF-16 code units as \uXXXX, lowercase; what isn't UTF-8 becomes \ufffd.
std::string EscapeNonAscii(std::string_view utf8);

std::string SignWebhook(std::string_view app_secret, std::string_view body);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_WEBHOOK_SIGNATURE_H_
