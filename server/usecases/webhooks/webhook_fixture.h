// A workspace with webhooks, and a real receiver that answers what the test likes.
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_WEBHOOK_FIXTURE_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_WEBHOOK_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/http/client.h"
#include "base/http/server.h"
#include "base/json.h"
#include "base/mutex.h"
#include "server/usecases/events.h"
#include "server/usecases/testing/test_server.h"
#include "server/usecases/webhooks/deliveries.h"
#include "server/usecases/webhooks/endpoints.h"
#include "server/usecases/webhooks/webhook_work.h"
#include "server/usecases/work_kinds.h"
#include "server/usecases/work_outcomes.h"

namespace sparkgate::server {

struct Received {
  std::string id;
  std::string timestamp;
  std::string signature;
  std::string body;
  std::string type;
  std::string resource;
  int64_t number = 0;
};

class WebhookFixture : public testing::Test {
 protected:
  // What the receiver answers to one; may be called by several threads.
  using AnswerFn = std::function<HttpServerResponse(const Received&)>;

  WebhookFixture() {
    auto started = HttpServer::Start(
        {.threads = 4},
        [this](const HttpServerRequest& request, const HttpReply& reply) { Take(request, reply); });
    EXPECT_TRUE(started.ok()) << started.status();
    receiver_ = *std::move(started);
    server_.env.webhooks = client_.get();
    server_.env.settings.webhooks_allow_http = true;
    server_.env.settings.webhooks_allow_private = true;
  }
  ~WebhookFixture() override { receiver_->Stop(absl::ZeroDuration()); }

  std::string Url() const { return fmt::format("http://127.0.0.1:{}/hooks", receiver_->port()); }
  void OnWebhook(AnswerFn answer) {
    MutexLock lock(mutex_);
    answer_ = std::move(answer);
  }
  void AnswerWith(int status) {
    OnWebhook([status](const Received&) { return HttpServerResponse{.status = status}; });
  }
  // Everything since the last time.
  std::vector<Received> TakeReceived() {
    MutexLock lock(mutex_);
    return std::exchange(received_, {});
  }
  // "number type resource" of each.
  std::vector<std::string> TakeLines() {
    std::vector<std::string> lines;
    for (const Received& one : TakeReceived()) {
      lines.push_back(fmt::format("{} {} {}", one.number, one.type, one.resource));
    }
    return lines;
  }

  // An endpoint for types of the test's own, so that its own events don't come.
  WebhookEndpointWithSecret Create(WebhookScheme scheme = WebhookScheme::kHmacSha256) {
    const auto made = CreateWebhookEndpoint(
        server_.env, server_.MakeCall("w"),
        {.display_name = "", .url = Url(), .event_types = {"ad.*"}, .scheme = scheme});
    EXPECT_TRUE(made.ok()) << made.status();
    endpoint_ = made->view.endpoint.id;
    return *made;
  }
  void Happen(const std::string& type, const std::string& resource) {
    DieUnlessOk(server_.env.store.Write(
        [&](Transaction& tx) { return AppendEvent(tx, "w", type, resource, now_); }));
  }
  // Does the work of webhooks that is due, as the runner does.
  void Run() {
    const std::unique_ptr<WorkHandler> handler = NewWebhookHandler();
    while (true) {
      std::vector<WorkItem> due;
      DieUnlessOk(server_.env.store.Read([&](const Transaction& tx) -> absl::Status {
        SG_ASSIGN_OR_RETURN(due, tx.work().ListDue("w", now_, 100));
        return absl::OkStatus();
      }));
      if (due.empty()) return;
      const auto outcomes = handler->Run(server_.env, workspace_, due, now_);
      for (const WorkOutcome& outcome : outcomes) {
        if (outcome.kind == WorkOutcome::Kind::kFailed) return;
      }
      DieUnlessOk(WriteOutcomes(server_.env, workspace_, due, outcomes, now_));
    }
  }
  void AdvanceTo(absl::Time now) {
    now_ = now;
    server_.SetWorldTime("w", now);
  }
  std::optional<absl::Time> NextRun() {
    const auto item = server_.GetWork("w", kWebhookWork, endpoint_);
    return item.has_value() ? std::optional(item->due) : std::nullopt;
  }
  WebhookEndpoint Endpoint() {
    return GetWebhookEndpoint(server_.env, "w", endpoint_).value().endpoint;
  }
  std::vector<WebhookDelivery> Log(std::optional<WebhookDeliveryState> state = std::nullopt) {
    return ListWebhookDeliveries(server_.env, "w", endpoint_, state, 1'000'000, 10'000).value();
  }

  absl::Time now_ = kTestWorldStart;
  TestDisk disk_;
  TestServer server_{disk_};
  const Workspace workspace_ = server_.AddWorkspace("w");
  const std::unique_ptr<HttpClient> client_ = NewCurlClient({.max_body_bytes = 1000});
  std::string endpoint_;

 private:
  void Take(const HttpServerRequest& request, const HttpReply& reply) {
    const auto parsed = ParseJson(request.body);
    EXPECT_TRUE(parsed.ok()) << request.body;
    const boost::json::object& payload = parsed->as_object();
    const boost::json::object& data = *JsonObject(payload, "data");
    const Received one{.id = request.Header("webhook-id").value_or(""),
                       .timestamp = request.Header("webhook-timestamp").value_or(""),
                       .signature = request.Header("webhook-signature").value_or(""),
                       .body = request.body,
                       .type = JsonString(payload, "type").value_or(""),
                       .resource = JsonString(data, "resource").value_or(""),
                       .number = JsonInt(data, "number").value_or(-1)};
    AnswerFn answer;
    {
      MutexLock lock(mutex_);
      received_.push_back(one);
      answer = answer_;
    }
    reply(answer(one));
  }

  Mutex mutex_;
  AnswerFn answer_ SG_GUARDED_BY(mutex_) = [](const Received&) {
    return HttpServerResponse{.status = 204};
  };
  std::vector<Received> received_ SG_GUARDED_BY(mutex_);
  std::unique_ptr<HttpServer> receiver_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_WEBHOOK_FIXTURE_H_
