#include "simulator/world/callback_url.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

bool Allowed(std::string_view url, std::string_view https_only = "except_loopback") {
  const absl::Status status = CheckCallbackUrl(url, https_only);
  if (!status.ok()) EXPECT_EQ(ReasonOf(status), "CALLBACK_URL_NOT_ALLOWED");
  return status.ok();
}

TEST(CallbackUrl, LoopbackIsWhatTheHostIs) {
  for (const char* url :
       {"http://127.0.0.1/hook", "http://127.0.0.1:8080", "http://127.9.9.9/", "http://localhost",
        "http://localhost:1/?key=x#y", "http://localhost./", "HTTP://LocalHost:80/",
        "http://[::1]:8080/hook", "http://[0:0:0:0:0:0:0:1]/", "http://me:word@localhost/hook",
        "http://evil.example@127.0.0.1/"}) {
    EXPECT_TRUE(Allowed(url)) << url;
    EXPECT_FALSE(Allowed(url, "always")) << url;
    EXPECT_TRUE(Allowed(url, "never")) << url;
  }
}

TEST(CallbackUrl, OtherHostsNeedHttps) {
  for (const char* url :
       {"http://localhost:x@evil.example/", "http://127.0.0.1@evil.example/",
        "http://[::1]@evil.example/", "http://127.0.0.1.evil.example/", "http://localhost.evil/",
        "http://localhost../", "http://notlocalhost/", "http://loc%61lhost/", "http://127.0.0.1./",
        "http://127.1/", "http://2130706433/", "http://0.0.0.0/", "http://[::2]/",
        "http://[::1%25lo]/", "http://localhost:x/", "http://127.0.0.1\\@evil.example/",
        "http://evil.example/@localhost", "http://evil.example?@localhost"}) {
    EXPECT_FALSE(Allowed(url)) << url;
  }
  EXPECT_TRUE(Allowed("https://evil.example/", "always"));
  EXPECT_TRUE(Allowed("HTTPS://Example.COM./hook", "always"));
}

TEST(CallbackUrl, IsAnAddress) {
  for (const char* url : {"", "https://", "https:///hook", "https://:443/", "https://a b/",
                          "https:", "hook", "//example.com/hook", "https://example.com:port/"}) {
    EXPECT_EQ(CheckCallbackUrl(url, "never").message(), "callback_url: Not a valid URL.") << url;
  }
  EXPECT_FALSE(Allowed("ftp://localhost/", "never"));
}

}  // namespace
}  // namespace sparkgate::simulator
