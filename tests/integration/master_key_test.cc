// Rotating the master key by the command, as an operator does.
#include <filesystem>

#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

TEST(MasterKeyCommandTest, SecretsOpenUnderTheNewKeyAlone) {
  Programs programs;
  programs.Start();
  Story story(programs, {.workspace = "rotated"});
  story.OpenPost();
  story.GenerateCode();
  const std::string code = story.RevealCode();
  EXPECT_EQ(programs.RunCommand("rotate-master-key"), 1) << "the server has the database";
  story.api.LeaveServer();
  programs.StopServer();

  const std::string key = programs.Path("secrets/master.key");
  const std::string before = ReadFile(key).value();
  EXPECT_EQ(programs.RunCommand("rotate-master-key"), 0);
  const std::string after = ReadFile(key).value();
  EXPECT_NE(after, before);
  EXPECT_EQ(ReadFile(key + ".old").value(), before);
  EXPECT_FALSE(std::filesystem::exists(key + ".new"));
  EXPECT_EQ(std::filesystem::status(key).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

  // Cut off at its last step: the database has the new key, the file doesn't.
  ASSERT_TRUE(WriteFileAtomically(key, before, 0600).ok());
  ASSERT_TRUE(WriteFileAtomically(key + ".new", after, 0600).ok());
  Flags flags = programs.ServerFlags();
  flags.erase("--log-file");
  EXPECT_NE(programs.StartRefused(flags).error.find("rotate-master-key"), std::string::npos);
  EXPECT_EQ(programs.RunCommand("rotate-master-key"), 0);
  EXPECT_EQ(ReadFile(key).value(), after);

  programs.StartServer();
  story.Reconnect(programs);
  EXPECT_EQ(story.RevealCode(), code);
}

}  // namespace
}  // namespace sparkgate::integration
