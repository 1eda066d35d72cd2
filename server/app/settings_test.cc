// docs/configuration.md is held to the code.
#include "server/app/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"

namespace sparkgate::server {
namespace {

TEST(SettingsTest, TheirTableIsInTheDocumentation) {
  Options fields;
  const Config config(ServerText(), SettingsOf(fields));
  EXPECT_THAT(ReadFile(SPARKGATE_SOURCE_DIR "/docs/configuration.md").value(),
              testing::HasSubstr("\n" + config.MarkdownTable() + "\n"));
}

}  // namespace
}  // namespace sparkgate::server
