#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/client.h"
#include "base/http/server.h"

namespace sparkgate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(UrlTextTest, EncodesEverythingButUnreserved) {
  EXPECT_EQ(PercentEncode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(PercentEncode("#a b+c/&=\xff\n"), "%23a%20b%2Bc%2F%26%3D%FF%0A");
}

TEST(UrlTextTest, DecodesWhatItEncoded) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  EXPECT_EQ(PercentDecode(PercentEncode(all)), all);
}

TEST(UrlTextTest, MalformedEscapesStayAsTheyStand) {
  EXPECT_EQ(PercentDecode("100%"), "100%");
  EXPECT_EQ(PercentDecode("%4"), "%4");
  EXPECT_EQ(PercentDecode("%zz%41%4g"), "%zzA%4g");
  EXPECT_EQ(PercentDecode("a+b"), "a+b");
}

TEST(UrlTextTest, QueriesAreDecodedInOrder) {
  EXPECT_THAT(ParseQuery("a=1&b=%23x&a=2+3"),
              ElementsAre(Pair("a", "1"), Pair("b", "#x"), Pair("a", "2 3")));
  EXPECT_THAT(
      ParseQuery("flag&empty=&=value&x=a=b&&"),
      ElementsAre(Pair("flag", ""), Pair("empty", ""), Pair("", "value"), Pair("x", "a=b")));
  EXPECT_THAT(ParseQuery(R"(ids=["1","2"]&p=%)"),
              ElementsAre(Pair("ids", R"(["1","2"])"), Pair("p", "%")));
  EXPECT_THAT(ParseQuery(""), IsEmpty());
  EXPECT_THAT(ParseQuery("&&"), IsEmpty());
}

TEST(HttpServerRequestTest, FindsAHeaderByItsLowerCaseName) {
  HttpServerRequest request;
  request.headers = {{"access-token", "one"}, {"access-token", "two"}};
  EXPECT_EQ(request.Header("access-token"), "one");
  EXPECT_EQ(request.Header("absent"), std::nullopt);
}

}  // namespace
}  // namespace sparkgate
