// Sends webhooks over HTTP: each has two seconds of real time, and a receiver took it if it answers
// 200 within them. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_APP_WEBHOOK_HTTP_SENDER_H_
#define SPARKGATE_SIMULATOR_APP_WEBHOOK_HTTP_SENDER_H_

#include <functional>

#include "base/executor.h"
#include "base/http/client.h"
#include "simulator/world/time/courier.h"

namespace sparkgate::simulator {

class WebhookHttpSender final : public WebhookSender {
 public:
  // Both outlive the sender. `executor`'s threads block on the receivers.
  WebhookHttpSender(HttpClient& client, Executor& executor)
      : client_(client), executor_(executor) {}

  void Send(const WebhookCall& call, std::function<void(bool delivered)> done) override;

 private:
  HttpClient& client_;
  Executor& executor_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_WEBHOOK_HTTP_SENDER_H_
