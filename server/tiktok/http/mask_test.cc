#include "server/tiktok/http/mask.h"

#include <gtest/gtest.h>

#include "base/http/client.h"

namespace sparkgate::tiktok {
namespace {

constexpr char kCode[] = "#s63DdePaj9HjSv2BPcSrDfTxU2X506b2oiwchQ9PIspTLgroZKtjN7PPiFnF+qA=";

TEST(Mask, HidesCodesInEveryForm) {
  const std::string code = kCode;
  for (const std::string& form : {code, code.substr(1), code.substr(1, 24), PercentEncode(code)}) {
    EXPECT_EQ(MaskSecrets("code " + form + " expired", {}).find(form.substr(2, 12)),
              std::string::npos)
        << form;
  }
  EXPECT_EQ(MaskSecrets(std::string("Code ") + kCode + " is wrong.", {}), "Code #… is wrong.");
}

TEST(Mask, HidesWhatTheRequestHeld) {
  EXPECT_EQ(MaskSecrets("secret hunter22 of a+b/cd", {"hunter22", "a+b/cd"}), "secret … of …");
  EXPECT_EQ(MaskSecrets("got a%2Bb%2Fcd", {"a+b/cd"}), "got …");
  EXPECT_EQ(MaskSecrets("a short one", {"a"}), "a short one");
}

TEST(Mask, HidesTokens) {
  EXPECT_EQ(MaskSecrets("token 0123456789abcdef0123456789abcdef01234567 is bad", {}),
            "token … is bad");
  EXPECT_EQ(MaskSecrets("act.b3d2f73d-4b8c-47fb-85c3-cd571287754b", {}), "act.…");
}

TEST(Mask, KeepsWhatHelps) {
  for (const char* text :
       {"The ad 1678604629756978123 does not exist.", "illegal_item_status_error",
        "advertiser does not grant you /tt_video/info/:GET permission",
        "AD_STATUS_ASSET_AUTHORIZATION_LOST", "Missing required field(s): original_post_auth_code.",
        "QPS (12) reaches QPS limit 10", "该广告不存在", ""}) {
    EXPECT_EQ(MaskSecrets(text, {}), text);
  }
}

TEST(Mask, KeepsToOneShortLine) {
  EXPECT_EQ(MaskSecrets("a\r\nb\tc", {}), "a  b c");
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "é ";
  const std::string masked = MaskSecrets(wide, {});
  EXPECT_LE(masked.size(), 300u);
  EXPECT_TRUE(masked.ends_with("…"));
  EXPECT_NE(masked[masked.size() - 4], '\xC3') << "cut inside a character";
}

}  // namespace
}  // namespace sparkgate::tiktok
