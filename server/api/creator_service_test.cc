// CreatorService: what its requests may name.
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/api/testing/api_fixture.h"

namespace sparkgate::server {
namespace {

using CreatorServiceTest = ApiFixture;

TEST_F(CreatorServiceTest, APostIsNamedByTikToksDigits) {
  for (const std::string method :
       {"GetPost", "GetAdSettings", "GenerateCode", "DisableAdAuthorization"}) {
    const std::string field = method == "GetPost" ? "name" : "post";
    const auto refusal = [&](const std::string& item) {
      return Refusal("CreatorService/" + method,
                     fmt::format("{}: 'workspaces/w/creators/none/posts/{}'", field, item));
    };
    for (const char* item : {"abc", "73x", "7-3", "123456789012345678901"}) {
      EXPECT_EQ(refusal(item), "INVALID_FIELD " + field) << method << " " << item;
    }
    EXPECT_EQ(refusal("12345678901234567890"), "RESOURCE_NOT_FOUND") << method;
  }
}

}  // namespace
}  // namespace sparkgate::server
