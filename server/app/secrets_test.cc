#include "server/app/secrets.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/access/api_keys.h"

namespace sparkgate::server {
namespace {

class AdminKeyTest : public testing::Test {
 protected:
  AdminKeyTest() {
    std::string folder = std::filesystem::temp_directory_path() / "sparkgate-test-XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    options_.secrets = folder;
  }
  ~AdminKeyTest() override { std::filesystem::remove_all(options_.secrets); }
  void Write(const std::string& text) { std::ofstream(options_.secrets + "/admin.key") << text; }

  Options options_;
};

TEST_F(AdminKeyTest, IsMadeOnce) {
  const auto key = LoadAdminKey(options_);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_TRUE(IsSecret(*key));
  EXPECT_EQ(*LoadAdminKey(options_), *key);
}

TEST_F(AdminKeyTest, MayBeReplacedByAnother) {
  const std::string other = MakeSecret().secret;
  Write("  " + other + "\n\n");
  EXPECT_EQ(*LoadAdminKey(options_), other);
}

TEST_F(AdminKeyTest, IsNotJustAnyText) {
  for (const char* text : {"", "\n", "password", "sgk_short"}) {
    Write(text);
    const absl::Status status = LoadAdminKey(options_).status();
    EXPECT_EQ(ReasonOf(status), "ADMIN_KEY_MALFORMED") << text;
    EXPECT_EQ(DetailOf(status).who, Actor::kOperator);
    EXPECT_EQ(std::string(status.message()).find("password"), std::string::npos);
  }
}

}  // namespace
}  // namespace sparkgate::server
