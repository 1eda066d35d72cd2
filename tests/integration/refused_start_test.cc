// Bad input: what a server won't start with. Each time a sentence for the operator, and nothing is
// lost: with the right thing in place it goes on where it was.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RefusedStartTest : public testing::Test {
 protected:
  // A server with something in it.
  void SetUp() override {
    programs_.Start();
    story_ = std::make_unique<Story>(programs_, StoryOptions{.workspace = "kept"});
    story_->OpenPost();
    story_->GenerateCode();
    code_ = story_->RevealCode();
  }

  // Flags of a server that shares nothing with ours.
  Flags Stranger() const {
    Flags flags = programs_.ServerFlags();
    flags["--data"] = programs_.Path("stranger");
    flags["--secrets"] = programs_.Path("stranger-secrets");
    flags.erase("--log-file");
    return flags;
  }
  // The server's own.
  Flags Ours() const {
    Flags flags = programs_.ServerFlags();
    flags.erase("--log-file");
    return flags;
  }
  void StopServer() {
    story_->api.LeaveServer();
    programs_.StopServer();
  }
  static void ExpectRefused(const Refusal& refusal, const testing::Matcher<std::string>& sentence,
                            int exit_code = 1) {
    EXPECT_EQ(refusal.exit_code, exit_code) << refusal.error;
    EXPECT_THAT(refusal.error, AllOf(HasSubstr("sparkgate-server: "), sentence));
  }
  void ExpectNothingLost() {
    programs_.StartServer();
    story_->Reconnect(programs_);
    EXPECT_EQ(story_->RevealCode(), code_);
  }
  std::string Database() const { return programs_.Path("server/sparkgate.db"); }
  std::string MasterKey() const { return programs_.Path("secrets/master.key"); }

  Programs programs_;
  std::unique_ptr<Story> story_;
  std::string code_;
};

TEST_F(RefusedStartTest, OnAPortThatIsTaken) {
  for (const auto& [flag, port] : {std::pair("--grpc-port", programs_.server().grpc),
                                   std::pair("--http-port", programs_.server().http)}) {
    Flags flags = Stranger();
    flags[flag] = std::to_string(port);
    ExpectRefused(programs_.StartRefused(flags),
                  AllOf(HasSubstr(std::to_string(port)), HasSubstr("in use")));
  }
  EXPECT_EQ(story_->RevealCode(), code_);
}

TEST_F(RefusedStartTest, OnADatabaseThatIsInUse) {
  ExpectRefused(programs_.StartRefused(Ours()), HasSubstr(Database()));
  EXPECT_EQ(story_->RevealCode(), code_);
}

TEST_F(RefusedStartTest, WithoutTheMasterKey) {
  StopServer();
  fs::rename(MasterKey(), MasterKey() + ".away");
  ExpectRefused(programs_.StartRefused(Ours()),
                AllOf(HasSubstr(MasterKey()), HasSubstr("missing")));
  EXPECT_FALSE(fs::exists(MasterKey())) << "it made another one";
  fs::rename(MasterKey() + ".away", MasterKey());
  ExpectNothingLost();
}

TEST_F(RefusedStartTest, WithAnotherMasterKey) {
  const std::string key = ReadFile(MasterKey()).value();
  StopServer();
  const std::string other(64, 'a');
  // From the environment, from a file, and in the place of the right one.
  ExpectRefused(programs_.StartRefused(Ours(), {{"SPARKGATE_MASTER_KEY", other}}),
                AllOf(HasSubstr("master key"), Not(HasSubstr(other))));
  const std::string file = programs_.Path("other.key");
  ASSERT_TRUE(WriteFileAtomically(file, other, 0600).ok());
  Flags flags = Ours();
  flags["--master-key-file"] = file;
  ExpectRefused(programs_.StartRefused(flags), HasSubstr("master key"));
  ASSERT_TRUE(WriteFileAtomically(MasterKey(), other, 0600).ok());
  ExpectRefused(programs_.StartRefused(Ours()), HasSubstr("master key"));
  ASSERT_TRUE(WriteFileAtomically(MasterKey(), "not hex", 0600).ok());
  ExpectRefused(programs_.StartRefused(Ours()),
                AllOf(HasSubstr(MasterKey()), HasSubstr("64 hex digits")));
  ASSERT_TRUE(WriteFileAtomically(MasterKey(), key, 0600).ok());
  ExpectNothingLost();
}

TEST_F(RefusedStartTest, OnADamagedDatabase) {
  StopServer();
  const std::string whole = ReadFile(Database()).value();
  std::string torn = whole;  // every page after the first
  std::fill(torn.begin() + 4096, torn.end(), '\x5a');
  const std::string text = "This is a letter to my bank.\n";
  for (const std::string& damaged : {torn, text, whole.substr(0, whole.size() / 2)}) {
    ASSERT_TRUE(WriteFileAtomically(Database(), damaged, 0600).ok());
    ExpectRefused(programs_.StartRefused(Ours()),
                  AllOf(HasSubstr(Database()), HasSubstr("damaged")));
    EXPECT_EQ(ReadFile(Database()).value(), damaged) << "it changed what might be saved";
  }
  ASSERT_TRUE(WriteFileAtomically(Database(), whole, 0600).ok());
  ExpectNothingLost();
}

TEST_F(RefusedStartTest, WithItsSecretsAmongItsData) {
  Flags flags = Stranger();
  flags["--secrets"] = programs_.Path("stranger/secrets");
  ExpectRefused(programs_.StartRefused(flags), HasSubstr("inside the data folder"), 2);
  EXPECT_FALSE(fs::exists(programs_.Path("stranger/secrets/master.key")));
}

TEST_F(RefusedStartTest, WithATikTokThatIsNone) {
  for (const auto& [flag, url] :
       {std::pair("--simulator-url", "https://business-api.tiktok.com"),
        std::pair("--live-url", "https://business-api.tiktok.com.example.com"),
        std::pair("--live-url", "http://127.0.0.1:1")}) {
    Flags flags = Stranger();
    flags[flag] = url;
    ExpectRefused(
        programs_.StartRefused(flags),
        AllOf(testing::ContainsRegex("[Tt]ik[Tt]ok"), HasSubstr(fmt::format("(flag {}): ", flag))),
        2);
  }
}

}  // namespace
}  // namespace sparkgate::integration
