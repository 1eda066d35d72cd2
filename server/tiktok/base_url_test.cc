#include "server/tiktok/base_url.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::tiktok {
namespace {

TEST(SimulatorUrl, TakesAnythingThatIsNotTikToks) {
  for (const char* url :
       {"http://127.0.0.1:7410", "http://127.0.0.1:7410/", "https://simulator.internal/base",
        "http://[::1]:7410", "http://localhost", "https://nottiktok.com", "https://tiktok.com.test",
        "https://example.org/tiktok.com"}) {
    EXPECT_TRUE(CheckSimulatorUrl(url).ok()) << url;
  }
}

TEST(SimulatorUrl, RefusesTikToksHosts) {
  for (const char* url :
       {"https://tiktok.com", "https://business-api.tiktok.com", "http://BUSINESS-API.TikTok.COM/x",
        "https://www.tiktok.com:8443", "https://tiktok.com.", "https://a.b.tiktok.com..",
        "https://business-api.tiktok%2Ecom", "https://%74iktok.com"}) {
    const absl::Status status = CheckSimulatorUrl(url);
    EXPECT_EQ(ReasonOf(status), "INVALID_FIELD") << url;
    EXPECT_EQ(DetailOf(status).fields.at(0).field, "simulator_url") << url;
  }
}

TEST(SimulatorUrl, RefusesWhatIsNoPlainAddress) {
  for (const char* url :
       {"", "127.0.0.1:7410", "/path", "ftp://127.0.0.1", "http:127.0.0.1", "http://",
        "http://user@127.0.0.1", "http://1.2.3.4.tiktok.com",
        "http://[::1]@business-api.tiktok.com", "http://127.0.0.1@business-api.tiktok.com",
        "http://a/?x=1", "http://a/#x", "http://a b", "file:///tmp/x", "http://a\nhttp://b"}) {
    EXPECT_EQ(ReasonOf(CheckSimulatorUrl(url)), "INVALID_FIELD") << url;
  }
}

TEST(LiveUrl, IsTikToksOneAddressToTheLetter) {
  EXPECT_TRUE(CheckLiveUrl("https://business-api.tiktok.com").ok());
  for (const char* url : {"", "http://business-api.tiktok.com", "https://business-api.tiktok.com/",
                          "https://business-api.tiktok.com:443", "https://sandbox-ads.tiktok.com",
                          "https://business-api.tiktok.com.evil.test", "http://127.0.0.1:7410"}) {
    const absl::Status status = CheckLiveUrl(url);
    EXPECT_EQ(DetailOf(status).fields.at(0).field, "live_url") << url;
  }
}

TEST(BaseUrl, OfASimulatorWorkspaceIsItsWorlds) {
  EXPECT_EQ(SimulatorBaseUrl("http://127.0.0.1:7410", "acme"), "http://127.0.0.1:7410/w/acme");
  EXPECT_EQ(SimulatorBaseUrl("http://127.0.0.1:7410//", "acme"), "http://127.0.0.1:7410/w/acme");
}

TEST(BaseUrl, CreatorsConsentOnAnotherHostOnlyWhenLive) {
  EXPECT_EQ(CreatorConsentBase(kLiveUrl), "https://www.tiktok.com");
  EXPECT_EQ(CreatorConsentBase("http://127.0.0.1:7410/w/acme"), "http://127.0.0.1:7410/w/acme");
}

}  // namespace
}  // namespace sparkgate::tiktok
