#include "simulator/app/webhook_http_sender.h"

#include <fmt/format.h>
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
    bool delivered = false;
    sender_.Send(call, [&delivered](bool ok) { delivered = ok; });
    return delivered;
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
  WebhookHttpSender sender_{*client_, executor_};
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

}  // namespace
}  // namespace sparkgate::simulator
