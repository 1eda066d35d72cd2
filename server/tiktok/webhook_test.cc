#include "server/tiktok/webhook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::tiktok {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Secret kAppSecret("secret");

// Made with Python: hmac.new(b"secret", text.encode(), "sha256").hexdigest(), of the text that the
// comments show.
TEST(WebhookTest, ChecksTheSignature) {
  // {"object":2}
  constexpr char kPlain[] = "b1a5a0f88628c3b854d1be3fe7a94e2d14392a0b4bcc1845fc0b1486a00df3a0";
  EXPECT_TRUE(IsSignedWebhook(kAppSecret, R"({"object":2})", kPlain));
  EXPECT_FALSE(IsSignedWebhook(kAppSecret, R"({"object":3})", kPlain));
  EXPECT_FALSE(IsSignedWebhook(Secret("other"), R"({"object":2})", kPlain));
  EXPECT_FALSE(IsSignedWebhook(kAppSecret, R"({"object":2})", ""));
  EXPECT_FALSE(IsSignedWebhook(kAppSecret, R"({"object":2})", std::string(kPlain).substr(1)));
}

TEST(WebhookTest, NoSecretSignsNothing) {
  // {"object":2} under the key ""
  EXPECT_FALSE(IsSignedWebhook(Secret(), R"({"object":2})",
                               "cdbb90b353be59b7f9cde52774f928156426b5e28a97111ba64d6178a8c52d55"));
}

TEST(WebhookTest, SignsWhatIsntAsciiEscaped) {
  // {"name":"Caf\u00e9 \u20ac \ud83c\udf5c"}
  constexpr char kWide[] = "9aa7cf46a7ec70e0dc72bed80f9e9aa436e36681884332197bb45103a089b1f5";
  EXPECT_TRUE(IsSignedWebhook(kAppSecret, "{\"name\":\"Café € 🍜\"}", kWide));
  EXPECT_TRUE(IsSignedWebhook(kAppSecret, R"({"name":"Caf\u00e9 \u20ac \ud83c\udf5c"})", kWide));
  for (const char* broken : {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_FALSE(IsSignedWebhook(kAppSecret, broken, kWide));
  }
}

TEST(WebhookTest, TellsTheAdGroups) {
  // Of ads and of groups; ids as strings or numbers.
  EXPECT_THAT(*AdGroupsOfWebhook(R"({"object":3,"entry":[{"ad_id":"1","adgroup_id":"20"}]})"),
              ElementsAre("20"));
  EXPECT_THAT(*AdGroupsOfWebhook(
                  R"({"object":2,"entry":[{"adgroup_id":21},{"adgroup_id":"20"},{},7,
                      {"adgroup_id":"21"}]})"),
              ElementsAre("20", "21"));
}

TEST(WebhookTest, AnythingElseIsAboutNone) {
  for (const char* body :
       {"{}", "[]", "7", R"({"object":2})", R"({"object":2,"entry":{}})",
        R"({"object":1,"entry":[{"adgroup_id":"20"}]})", R"({"entry":[{"adgroup_id":"20"}]})",
        R"({"advertiser_id":"1","status":"STATUS_LIMIT"})"}) {
    const auto groups = AdGroupsOfWebhook(body);
    ASSERT_TRUE(groups.ok()) << body;
    EXPECT_THAT(*groups, IsEmpty()) << body;
  }
  EXPECT_EQ(ReasonOf(AdGroupsOfWebhook("{").status()), "JSON_MALFORMED");
}

}  // namespace
}  // namespace sparkgate::tiktok
