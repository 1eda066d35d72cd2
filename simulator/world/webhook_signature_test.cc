#include "simulator/world/webhook_signature.h"

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

TEST(WebhookSignature, NonAsciiIsEscapedAsUtf16InLowerCase) {
  EXPECT_EQ(EscapeNonAscii("{\"n\":\"plain \\u00e9 / \\\" \x7f\"}"),
            "{\"n\":\"plain \\u00e9 / \\\" \x7f\"}");
  EXPECT_EQ(EscapeNonAscii("äöÅ"), "\\u00e4\\u00f6\\u00c5");
  EXPECT_EQ(EscapeNonAscii("漢字"), "\\u6f22\\u5b57");
  EXPECT_EQ(EscapeNonAscii("😀"), "\\ud83d\\ude00");
  EXPECT_EQ(EscapeNonAscii("a\xff"), "a\\ufffd");
}

// Expected values are OpenSSL's: printf '…' | openssl dgst -sha256 -hmac app-secret
TEST(WebhookSignature, IsTheHmacOfTheEscapedPayload) {
  EXPECT_EQ(SignWebhook("app-secret", "{\"ad_name\":\"Ad\"}"),
            "476590072fa33d759a319c699f1406807cd1c18b6b38252e12d0af8ba6c107f4");
  EXPECT_EQ(SignWebhook("app-secret", "{\"ad_name\":\"Müller 漢 😀\"}"),
            "fe2be23124bb66c9a42fe2b94a9f9fd068fa271b5e33451577947f40ca77a1f5");
}

}  // namespace
}  // namespace sparkgate::simulator
