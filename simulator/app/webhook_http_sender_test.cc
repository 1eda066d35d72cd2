#include "simulator/app/webhook_http_sender.h"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/server.h"

namespace sparkgate::simulator {
namespace {

class WebhookHttpSenderTest : public testing::Test {
 protected:
  bool Deliver(const std::string& url) {
    WebhookCall call;
    call.delivery_id = "d1";
    call.url = url;
    call.headers = {{"x-open-signature", "abc"}};
    call.body = "{\"object\":3}";
    WebhookOutcome outcome = WebhookOutcome::kNotSent;
    sender_.Send(call, [&outcome](WebhookOutcome told) { outcome = told; });
    return outcome == WebhookOutcome::kDelivered;
  }
  std::unique_ptr<HttpServer> Receiver(int status) {
    return HttpServer::Start({},
                             [this, status](HttpServerRequest request, HttpReply reply) {
                               received_ = request;
                               HttpServerResponse response;
                               response.status = status;
                               reply(std::move(response));
                             })
        .value();
  }

  const std::unique_ptr<HttpClient> client_ = NewCurlClient({});
  InlineExecutor executor_;
  WebhookHttpSender sender_{*client_, executor_, absl::Seconds(2)};
  HttpServerRequest received_;
};

TEST_F(WebhookHttpSenderTest, AReceiverThatAnswers200TookIt) {
  const std::unique_ptr<HttpServer> receiver = Receiver(200);
  EXPECT_TRUE(Deliver(fmt::format("http://127.0.0.1:{}/hook", receiver->port())));
  EXPECT_EQ(received_.method, "POST");
  EXPECT_EQ(received_.path, "/hook");
  EXPECT_EQ(received_.body, "{\"object\":3}");
  EXPECT_EQ(received_.Header("x-open-signature"), "abc");
}

TEST_F(WebhookHttpSenderTest, AnyOtherAnswerOrNoneIsAFailure) {
  const std::unique_ptr<HttpServer> receiver = Receiver(500);
  EXPECT_FALSE(Deliver(fmt::format("http://127.0.0.1:{}/hook", receiver->port())));
  const uint16_t port = receiver->port();
  receiver->Stop(absl::ZeroDuration());
  EXPECT_FALSE(Deliver(fmt::format("http://127.0.0.1:{}/hook", port)));
}

// Runs nothing before RunAll.
class LateExecutor final : public Executor {
 public:
  bool TryPost(Task task) override {
    tasks_.push_back(std::move(task));
    return true;
  }
  void RunAll() {
    for (const Task& task : std::exchange(tasks_, {})) task();
  }

 private:
  std::vector<Task> tasks_;
};

// Receivers of whom those on "hung" let the time pass.
class FakeClient final : public HttpClient {
 public:
  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) override {
    asked.push_back(request.url);
    if (request.url.starts_with("http://hung")) return absl::DeadlineExceededError("");
    return HttpResponse{.status = 200, .headers = {}, .body = ""};
  }
  std::vector<std::string> asked;
};

class BusySenderTest : public testing::Test {
 protected:
  void Hand(const std::string& url) {
    WebhookCall call;
    call.url = url;
    sender_.Send(call, [this](WebhookOutcome outcome) { outcomes_.push_back(outcome); });
  }

  FakeClient client_;
  LateExecutor executor_;
  WebhookHttpSender sender_{client_, executor_, absl::Seconds(2)};
  std::vector<WebhookOutcome> outcomes_;
};

TEST_F(BusySenderTest, AReceiverThatHangsIsNotAskedForAllThatWaitsForIt) {
  for (int i = 0; i < 1'000; ++i) Hand("http://hung:1/hook");
  Hand("http://fine:1/hook");
  executor_.RunAll();
  EXPECT_THAT(client_.asked, testing::ElementsAre("http://hung:1/hook", "http://fine:1/hook"));
  EXPECT_EQ(outcomes_.size(), 1'001u);
  EXPECT_EQ(outcomes_.front(), WebhookOutcome::kFailed);
  EXPECT_EQ(outcomes_.back(), WebhookOutcome::kDelivered);
  Hand("http://hung:1/other");  // it may be well again
  executor_.RunAll();
  EXPECT_EQ(client_.asked.size(), 3u);
}

TEST_F(BusySenderTest, WhatWaitsWhenTheProgramEndsIsNotSent) {
  Hand("http://fine:1/hook");
  sender_.Close();
  executor_.RunAll();
  EXPECT_TRUE(client_.asked.empty());
  EXPECT_THAT(outcomes_, testing::ElementsAre(WebhookOutcome::kNotSent));
}

}  // namespace
}  // namespace sparkgate::simulator
