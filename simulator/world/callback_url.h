// Where webhooks may be sent to (facts 8.1). Pure, thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_CALLBACK_URL_H_
#define SPARKGATE_SIMULATOR_WORLD_CALLBACK_URL_H_

#include <string_view>

#include <absl/status/status.h>

namespace sparkgate::simulator {

// `https_only` is a value of the switch https_callbacks_only. Errors: CALLBACK_URL_NOT_ALLOWED.
absl::Status CheckCallbackUrl(std::string_view url, std::string_view https_only);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_CALLBACK_URL_H_
