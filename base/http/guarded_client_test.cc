// What a client refuses that goes where strangers tell it to.
#include <atomic>
#include <cstdlib>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/http/client.h"
#include "base/http/server_fixture.h"

namespace sparkgate {
namespace {

class GuardedClientTest : public testing::Test {
 protected:
  std::string Url(const std::string& host) const {
    return fmt::format("http://{}:{}/hook", host, server_->port());
  }

  std::atomic<int> served_ = 0;
  const std::unique_ptr<HttpServer> server_ =
      MustStart({}, [this](const HttpServerRequest&, const HttpReply& reply) {
        ++served_;
        reply(Text(std::string(5000, 'x')));
      });
};

TEST_F(GuardedClientTest, ConnectsToNoPrivateAddress) {
  const auto client = NewCurlClient({.public_addresses_only = true});
  // A name too: what counts is where it leads.
  for (const char* host : {"127.0.0.1", "localhost", "127.1", "0.0.0.0", "[::ffff:127.0.0.1]"}) {
    const auto answer = client->Send({.url = Url(host)});
    EXPECT_EQ(ReasonOf(answer.status()), "HTTP_ADDRESS_REFUSED") << host;
    EXPECT_FALSE(MayHaveBeenSent(answer.status())) << host;
  }
  EXPECT_EQ(served_, 0);
  EXPECT_TRUE(NewCurlClient({})->Send({.url = Url("127.0.0.1")}).ok()) << "unless it is allowed";
}

TEST_F(GuardedClientTest, AsksNoProxy) {
  // One that anybody may connect to would hide where the call goes then.
  setenv("http_proxy", Url("127.0.0.1").c_str(), 1);
  const auto answer =
      NewCurlClient({.public_addresses_only = true})->Send({.url = "http://10.255.255.1/"});
  unsetenv("http_proxy");
  EXPECT_EQ(ReasonOf(answer.status()), "HTTP_ADDRESS_REFUSED");
  EXPECT_EQ(served_, 0);
}

TEST_F(GuardedClientTest, SpeaksNoPlainHttp) {
  const auto answer = NewCurlClient({.https_only = true})->Send({.url = Url("127.0.0.1")});
  EXPECT_EQ(ReasonOf(answer.status()), "HTTP_BAD_REQUEST");
  EXPECT_EQ(served_, 0);
}

TEST_F(GuardedClientTest, CutsALongAnswerIfToldTo) {
  const auto client = NewCurlClient({.max_body_bytes = 1000});
  const auto cut = client->Send({.url = Url("127.0.0.1"), .cut_body = true});
  ASSERT_TRUE(cut.ok()) << cut.status();
  EXPECT_EQ(cut->status, 200);
  EXPECT_EQ(cut->body, std::string(1000, 'x'));
  EXPECT_EQ(ReasonOf(client->Send({.url = Url("127.0.0.1")}).status()), "HTTP_BODY_TOO_LARGE");
}

}  // namespace
}  // namespace sparkgate
