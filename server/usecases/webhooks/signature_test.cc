#include "server/usecases/webhooks/signature.h"

#include <gtest/gtest.h>

#include "base/crypto/ed25519.h"
#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::server {
namespace {

// What the specification's own libraries are tested with (github.com/standard-webhooks and
// github.com/svix/svix-webhooks).
constexpr char kMessage[] = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr int64_t kTimestamp = 1614265330;
constexpr char kBody[] = R"({"test": 2432232314})";

TEST(WebhookSignatureTest, SignsAsTheSpecificationsLibrariesDo) {
  EXPECT_EQ(
      SignWebhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", kMessage, kTimestamp, kBody).value(),
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  EXPECT_EQ(
      SignWebhook("whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4"
                  "AJ6p9lMicMFs6Kvg==",
                  kMessage, kTimestamp, kBody)
          .value(),
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7"
      "TBAg==");
}

TEST(WebhookSignatureTest, NewSecretsAreOfTheSpecificationsForm) {
  const WebhookSecret shared = NewWebhookSecret(WebhookScheme::kHmacSha256);
  ASSERT_TRUE(shared.secret.starts_with("whsec_"));
  EXPECT_EQ(FromBase64(shared.secret.substr(6))->size(), 32u);
  EXPECT_EQ(shared.public_key, "");
  EXPECT_NE(NewWebhookSecret(WebhookScheme::kHmacSha256).secret, shared.secret);

  const WebhookSecret pair = NewWebhookSecret(WebhookScheme::kEd25519);
  ASSERT_TRUE(pair.secret.starts_with("whsk_"));
  ASSERT_TRUE(pair.public_key.starts_with("whpk_"));
  const auto signature = SignWebhook(pair.secret, kMessage, kTimestamp, kBody);
  ASSERT_TRUE(signature.ok() && signature->starts_with("v1a,"));
  EXPECT_TRUE(Ed25519Verifies(*FromBase64(pair.public_key.substr(5)),
                              "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}",
                              *FromBase64(signature->substr(4))));
}

TEST(WebhookSignatureTest, ASecretThatIsNoneIsNotRepeated) {
  for (const char* secret : {"", "whsec_", "whsec_!!!!", "whsk_c2hvcnQ=", "sgk_abcd"}) {
    const auto signature = SignWebhook(secret, kMessage, kTimestamp, kBody);
    EXPECT_EQ(ReasonOf(signature.status()), "INVALID_FIELD") << secret;
    if (*secret != '\0') {
      EXPECT_EQ(signature.status().message().find(std::string(secret) + " "), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace sparkgate::server
