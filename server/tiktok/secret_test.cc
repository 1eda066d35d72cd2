#include "server/tiktok/secret.h"

#include <sstream>

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(Printable<std::string>);
static_assert(!Printable<Secret>, "a secret must not find its way into a log");

TEST(Secret, RevealsOnlyWhenAsked) {
  const Secret token("tok-123");
  EXPECT_EQ(token.Reveal(), "tok-123");
  EXPECT_EQ(token, Secret("tok-123"));
  EXPECT_TRUE(Secret().empty());
  EXPECT_EQ(testing::PrintToString(token), "[secret]");
  EXPECT_EQ(testing::PrintToString(Secret()), "[no secret]");
}

}  // namespace
}  // namespace sparkgate::tiktok
