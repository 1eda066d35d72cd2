// docs/configuration.md is held to the code.
#include "simulator/app/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"

namespace sparkgate::simulator {
namespace {

TEST(SettingsTest, TheirTableIsInTheDocumentation) {
  Settings fields;
  const Config config(SimulatorText(), SettingsOf(fields));
  EXPECT_THAT(ReadFile(SPARKGATE_SOURCE_DIR "/docs/configuration.md").value(),
              testing::HasSubstr("\n" + config.MarkdownTable() + "\n"));
}

}  // namespace
}  // namespace sparkgate::simulator
