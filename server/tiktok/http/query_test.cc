#include "server/tiktok/http/query.h"

#include <gtest/gtest.h>

#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

TEST(Query, EncodesWhatMeansSomethingElseInAnAddress) {
  Query query;
  query.Add("auth_code", "#a+b/c=").Add("page", int64_t{2}).AddIfSet("keyword", "");
  EXPECT_EQ(query.Encoded(), "auth_code=%23a%2Bb%2Fc%3D&page=2");
}

TEST(Query, WritesArraysAndObjectsAsJson) {
  Query query;
  const std::vector<std::string> ids = {"1", "2"};
  query.Add("ids", ids).Add("filtering", {{"ad_ids", JsonTexts({"1"})}});
  EXPECT_EQ(query.Encoded(),
            "ids=%5B%221%22%2C%222%22%5D&filtering=%7B%22ad_ids%22%3A%5B%221%22%5D%7D");
}

TEST(Query, KnowsItsSecrets) {
  Query query;
  query.Add("advertiser_id", "7").Add("auth_code", "#code").Add("secret", "s");
  EXPECT_EQ(query.Secrets(), (std::vector<std::string>{"#code", "s"}));
}

}  // namespace
}  // namespace sparkgate::tiktok
