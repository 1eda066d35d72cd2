#include "server/usecases/webhooks/url.h"

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

bool Fine(const EnvSettings& settings, const std::string& url) {
  return WebhookUrlProblem(settings, url).empty();
}

TEST(WebhookUrlTest, TakesAddressesOfTheInternet) {
  for (const char* url : {"https://example.com", "https://example.com:8443/hooks?token=a%20b",
                          "https://1.1.1.1/", "https://[2606:4700:4700::1111]/x"}) {
    EXPECT_EQ(WebhookUrlProblem({}, url), "") << url;
  }
}

TEST(WebhookUrlTest, RefusesWhatIsNone) {
  for (const char* url :
       {"", "example.com", "https://", "https:///hooks", "ftp://example.com/", "file:///etc/passwd",
        "https://user:pass@example.com/", "https://example.com/#part", "https://exa mple.com/",
        "//example.com", "http://example.com/", "https://1.2.3.4.example.com/"}) {
    EXPECT_FALSE(Fine({}, url)) << url;
  }
  EXPECT_FALSE(Fine({}, "https://example.com/" + std::string(2000, 'x')));
}

TEST(WebhookUrlTest, RefusesPrivateAddresses) {
  EnvSettings allowed;
  allowed.webhooks_allow_private = true;
  for (const char* url :
       {"https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/",
        "https://10.0.0.8:8080/x", "https://169.254.169.254/latest/meta-data/", "https://[::1]/",
        "https://[fd00::1]/", "https://[::ffff:192.168.0.1]/", "https://localhost/",
        "https://LocalHost./", "https://any.localhost/"}) {
    EXPECT_FALSE(Fine({}, url)) << url;
    EXPECT_TRUE(Fine(allowed, url)) << url;
  }
}

TEST(WebhookUrlTest, PlainHttpIsAllowedByItself) {
  EnvSettings allowed;
  allowed.webhooks_allow_http = true;
  EXPECT_TRUE(Fine(allowed, "http://example.com/"));
  EXPECT_FALSE(Fine(allowed, "http://127.0.0.1/"));
}

}  // namespace
}  // namespace sparkgate::server
