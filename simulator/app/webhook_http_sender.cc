#include "simulator/app/webhook_http_sender.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostHung = 1000;  // a bound, not a rule: forgetting one costs one timeout

// "http://127.0.0.1:8080" of "http://127.0.0.1:8080/hook?x".
std::string ReceiverOf(std::string_view url) {
  constexpr std::string_view kMark = "://";
  const size_t mark = url.find(kMark);
  const size_t host = mark == std::string_view::npos ? 0 : mark + kMark.size();
  return std::string(url.substr(0, url.find_first_of("/?#", host)));
}

WebhookOutcome Failed(std::string_view problem) {
  WebhookOutcome outcome = WebhookOutcome::kFailed;
  outcome.problem = std::string(problem);
  return outcome;
}

}  // namespace

void WebhookHttpSender::Send(const WebhookCall& call, std::function<void(WebhookOutcome)> done) {
  HttpRequest request;
  request.method = "POST";
  request.url = call.url;
  request.headers = call.headers;
  request.body = call.body;
  request.timeout = timeout_;
  request.send_once = true;
  uint64_t number = 0;
  {
    MutexLock lock(mutex_);
    number = ++calls_;
  }
  const bool posted =
      executor_.TryPost([this, request = std::move(request), receiver = ReceiverOf(call.url),
                         number, done] { done(SendNow(request, receiver, number)); });
  if (posted) return;
  bool closed = false;
  {
    MutexLock lock(mutex_);
    closed = closed_;
  }
  done(closed ? WebhookOutcome(WebhookOutcome::kNotSent) : Failed("TOO_MANY_CALLS"));
}

WebhookOutcome WebhookHttpSender::SendNow(const HttpRequest& request, const std::string& receiver,
                                          uint64_t number) {
  {
    MutexLock lock(mutex_);
    if (closed_) return WebhookOutcome::kNotSent;
    const auto hung = hung_.find(receiver);
    if (hung != hung_.end() && number <= hung->second) return Failed("RECEIVER_HANGS");
  }
  const absl::StatusOr<HttpResponse> response = client_.Send(request);
  if (response.ok()) {
    WebhookOutcome outcome =
        response->status == 200 ? WebhookOutcome::kDelivered : WebhookOutcome::kFailed;
    outcome.http_status = response->status;
    return outcome;
  }
  if (absl::IsDeadlineExceeded(response.status())) {
    MutexLock lock(mutex_);
    if (hung_.size() >= kMostHung) hung_.clear();
    hung_[receiver] = calls_;
  }
  return Failed(ReasonOf(response.status()));
}

void WebhookHttpSender::Close() {
  MutexLock lock(mutex_);
  closed_ = true;
}

}  // namespace sparkgate::simulator
