// Which addresses may be endpoints. Pure.
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_URL_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_URL_H_

#include <string>

#include "server/usecases/env.h"

namespace sparkgate::server {

// Why an endpoint can't be at `url`; "" if it can. A name that leads into a private network is
// found only when it is connected to (base/http/client.h).
std::string WebhookUrlProblem(const EnvSettings& settings, const std::string& url);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_URL_H_
