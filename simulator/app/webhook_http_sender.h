// Sends webhooks over HTTP: a receiver has `timeout` of real time, and took the call if it answers
// 200 within it. One that lets its time pass isn't asked for the calls that already wait
// for it, so that thousands of them take seconds, not hours: they have failed. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_APP_WEBHOOK_HTTP_SENDER_H_
#define SPARKGATE_SIMULATOR_APP_WEBHOOK_HTTP_SENDER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include <absl/time/time.h>

#include "base/executor.h"
#include "base/http/client.h"
#include "base/mutex.h"
#include "simulator/world/time/courier.h"

namespace sparkgate::simulator {

class WebhookHttpSender final : public WebhookSender {
 public:
  // Both outlive the sender. `executor`'s threads block on the receivers.
  WebhookHttpSender(HttpClient& client, Executor& executor, absl::Duration timeout)
      : client_(client), executor_(executor), timeout_(timeout) {}

  void Send(const WebhookCall& call, std::function<void(WebhookOutcome)> done) override;
  // The program ends: calls that haven't gone out aren't sent any more.
  void Close();

 private:
  WebhookOutcome SendNow(const HttpRequest& request, const std::string& receiver, uint64_t number);

  HttpClient& client_;
  Executor& executor_;
  const absl::Duration timeout_;
  Mutex mutex_;
  bool closed_ SG_GUARDED_BY(mutex_) = false;
  uint64_t calls_ SG_GUARDED_BY(mutex_) = 0;  // taken so far
  // How many that were when a receiver, host and port, last let its time pass.
  std::map<std::string, uint64_t> hung_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_WEBHOOK_HTTP_SENDER_H_
