#include "server/usecases/connect/redirect.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

TEST(RedirectTest, ACreatorComesBackWithACode) {
  const auto redirect = ReadRedirect(" https://brand.example/back?code=a%2Bb&scopes=x&state=s \n");
  ASSERT_TRUE(redirect.ok()) << redirect.status();
  EXPECT_EQ(redirect->code, "a+b");
  EXPECT_EQ(redirect->state, "s");
}

TEST(RedirectTest, AnAdvertiserComesBackWithAnAuthCode) {
  EXPECT_EQ(ReadRedirect("http://127.0.0.1:7401/x?auth_code=right&code=other&state=s")->code,
            "right");
  EXPECT_EQ(ReadRedirect("http://127.0.0.1:7401/x?code=other&auth_code=right&state=s")->code,
            "right");
}

TEST(RedirectTest, ThePersonMaySayNo) {
  const auto redirect = ReadRedirect("https://b.example/?error=access_denied&state=s&code=c");
  ASSERT_TRUE(redirect.ok()) << redirect.status();
  EXPECT_TRUE(redirect->refused);
  EXPECT_EQ(redirect->state, "s");
  EXPECT_EQ(redirect->code, "");
  EXPECT_FALSE(ReadRedirect("https://b.example/?error=&state=s&code=c")->refused);
}

TEST(RedirectTest, RefusesWhatIsNoSuchAddress) {
  for (const char* address :
       {"", "  ", "not an address", "/back?code=c&state=s", "https://b.example/?code=c",
        "https://b.example/?state=s", "https://b.example/?error=no",
        "https://b.example/?code=%zz&state=s"}) {
    EXPECT_EQ(ReasonOf(ReadRedirect(address).status()), "INVALID_FIELD") << address;
  }
}

}  // namespace
}  // namespace sparkgate::server
