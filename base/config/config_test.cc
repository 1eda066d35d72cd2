#include "base/config/config.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"

namespace sparkgate {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using Texts = std::vector<std::string>;

// A program with one setting of each kind.
struct Toaster {
  uint16_t port = 7410;
  std::string data;
  bool demo = false;
  std::string level = "info";
  std::string key;
  Config config{{.name = "toaster", .about = "Makes toast.", .environment_prefix = "TOASTER_"},
                {NumberSetting<uint16_t>("http_port", port, 0, 65535, "Port of the toaster"),
                 TextSetting("data", data, "Folder of toast", "FOLDER"),
                 SwitchSetting("demo", demo, "Show one toast"),
                 ChoiceSetting("log_level", level, {"debug", "info"}, "The least that is logged"),
                 SecretSetting("master_key", key, "TOAST_KEY", "What opens the toaster")}};
};

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string pattern = testing::TempDir() + "/config_test_XXXXXX";
    folder_ = mkdtemp(pattern.data());
    file_ = folder_ + "/t.toml";
  }
  ~ConfigTest() override { std::filesystem::remove_all(folder_); }

  absl::Status Read(const Texts& arguments, const Texts& environment = {},
                    const std::string& file = "") {
    toaster_ = std::make_unique<Toaster>();
    Texts all = arguments;
    if (!file.empty()) {
      EXPECT_TRUE(WriteFileAtomically(file_, file, 0600).ok());
      all.insert(all.begin(), "--config=" + file_);
    }
    return toaster_->config.Read(all, environment);
  }
  // What is wrong, line by line.
  std::string Wrong(const Texts& arguments, const Texts& environment = {},
                    const std::string& file = "") {
    const absl::Status read = Read(arguments, environment, file);
    EXPECT_EQ(ReasonOf(read), read.ok() ? "" : "SETTING_INVALID");
    EXPECT_EQ(DetailOf(read).who, read.ok() ? DetailOf(read).who : Actor::kOperator);
    return std::string(read.message());
  }

  std::string folder_;
  std::string file_;
  std::unique_ptr<Toaster> toaster_;
};

TEST_F(ConfigTest, AFlagBeforeTheEnvironmentBeforeTheFileBeforeTheDefault) {
  struct Case {
    const char* flag;
    const char* variable;
    const char* file;
    uint16_t port;
    std::string origin;
  };
  const std::string line = "file " + file_ + ":1";
  for (const Case& c : std::vector<Case>{
           {"", "", "", 7410, "default"},
           {"", "", "3", 3, line},
           {"", "2", "", 2, "environment TOASTER_HTTP_PORT"},
           {"", "2", "3", 2, "environment TOASTER_HTTP_PORT"},
           {"1", "", "", 1, "flag --http-port"},
           {"1", "", "3", 1, "flag --http-port"},
           {"1", "2", "", 1, "flag --http-port"},
           {"1", "2", "3", 1, "flag --http-port"},
       }) {
    Texts arguments;
    Texts environment = {"HOME=/root", "TOAST=1"};
    if (*c.flag != '\0') arguments = {"--http-port", c.flag};
    if (*c.variable != '\0') environment.push_back(std::string("TOASTER_HTTP_PORT=") + c.variable);
    const std::string file = *c.file == '\0' ? "" : std::string("http_port = ") + c.file + "\n";
    ASSERT_EQ(Wrong(arguments, environment, file), "");
    EXPECT_EQ(toaster_->port, c.port);
    EXPECT_THAT(
        toaster_->config.Effective(),
        HasSubstr(fmt::format("{:<40}  # {}\n", fmt::format("http_port = {}", c.port), c.origin)));
  }
}

TEST_F(ConfigTest, EveryKindCanBeGivenEverywhere) {
  ASSERT_EQ(Wrong({"--http-port=5", "--data", "a=b", "--demo", "--log-level", "debug"},
                  {"TOAST_KEY=k=1"}),
            "");
  EXPECT_EQ(toaster_->port, 5);
  EXPECT_EQ(toaster_->data, "a=b");
  EXPECT_TRUE(toaster_->demo);
  EXPECT_EQ(toaster_->level, "debug");
  EXPECT_EQ(toaster_->key, "k=1");
  ASSERT_EQ(
      Wrong({"--demo=false"}, {"TOASTER_DEMO=true", "TOASTER_DATA=x", "TOASTER_LOG_LEVEL=debug"}),
      "");
  EXPECT_FALSE(toaster_->demo);
  EXPECT_EQ(toaster_->data, "x");
  EXPECT_EQ(toaster_->level, "debug");
  ASSERT_EQ(Wrong({}, {}, "data = \"y\"\ndemo = true\nlog_level = \"debug\"\nmaster_key = \"k\"\n"),
            "");
  EXPECT_EQ(toaster_->data, "y");
  EXPECT_TRUE(toaster_->demo);
  EXPECT_EQ(toaster_->key, "k");
}

TEST_F(ConfigTest, TheEnvironmentNamesTheFileToo) {
  ASSERT_TRUE(WriteFileAtomically(file_, "http_port = 9\n", 0600).ok());
  ASSERT_EQ(Wrong({}, {"TOASTER_CONFIG=" + file_}), "");
  EXPECT_EQ(toaster_->port, 9);
  EXPECT_EQ(Wrong({"--config", folder_ + "/none"}, {"TOASTER_CONFIG=" + file_}).find("config ("),
            0u);
}

TEST_F(ConfigTest, WhatIsNotKnownIsNamedWithWhatIsNearest) {
  EXPECT_EQ(Wrong({"--http-prot", "1"}),
            "--http-prot (flag): there is no such flag; did you mean '--http-port'?");
  EXPECT_EQ(Wrong({"toast"}), "toast (flag): there is no such flag");
  EXPECT_EQ(Wrong({"--http_port=1"}),
            "--http_port (flag): there is no such flag; did you mean '--http-port'?");
  EXPECT_EQ(Wrong({"--print-confg"}),
            "--print-confg (flag): there is no such flag; did you mean '--print-config'?");
  EXPECT_EQ(Wrong({}, {"TOASTER_HTTP_PROT=1"}),
            "TOASTER_HTTP_PROT (environment): there is no such setting; did you mean "
            "'TOASTER_HTTP_PORT'?");
  EXPECT_EQ(
      Wrong({}, {}, "demo = true\nhttp_prot = 1\n"),
      "http_prot (file " + file_ + ":2): there is no such setting; did you mean 'http_port'?");
  EXPECT_EQ(Wrong({}, {}, "[server]\nhttp_port = 1\n"),
            "server (file " + file_ + ":1): there is no such setting");
}

TEST_F(ConfigTest, AWrongValueIsNamedWithItsOrigin) {
  EXPECT_EQ(Wrong({"--http-port", "65536"}),
            "http_port (flag --http-port): \"65536\" isn't a whole number from 0 to 65535");
  EXPECT_EQ(Wrong({}, {"TOASTER_LOG_LEVEL=loud"}),
            "log_level (environment TOASTER_LOG_LEVEL): \"loud\" isn't one of debug, info");
  EXPECT_EQ(Wrong({}, {}, "http_port = -1\n"),
            "http_port (file " + file_ + ":1): \"-1\" isn't a whole number from 0 to 65535");
  EXPECT_EQ(Wrong({}, {}, "http_port = \"1\"\ndata = 1\ndemo = [true]\n"),
            "http_port (file " + file_ +
                ":1): must be a whole number from 0 to 65535, without quotes\n"
                "data (file " +
                file_ +
                ":2): must be text, in quotes\n"
                "demo (file " +
                file_ + ":3): must be true or false, without quotes");
  EXPECT_EQ(Wrong({"--demo=yes", "--data"}),
            "demo (flag --demo): \"yes\" isn't true or false\n"
            "data (flag --data): needs a value: text");
  EXPECT_EQ(Wrong({"--data", "--demo"}), "data (flag --data): needs a value: text");
  EXPECT_EQ(Wrong({"--data=a", "--data=b"}), "data (flag --data): is given twice");
  EXPECT_THAT(Wrong({}, {}, "http_port = \n"), AllOf(StartsWith("config ("), HasSubstr("line 1")));
  EXPECT_THAT(Wrong({}, {}, "config = \"x\"\n"), EndsWith("a file can't name another"));
}

TEST_F(ConfigTest, WhatDoesNotCountMustBeRightAllTheSame) {
  EXPECT_THAT(Wrong({"--http-port=1"}, {"TOASTER_HTTP_PORT=x"}), HasSubstr("TOASTER_HTTP_PORT"));
}

TEST_F(ConfigTest, SecretsAreNeitherFlagsNorShown) {
  EXPECT_THAT(Wrong({"--master-key", "s3cret"}), StartsWith("--master-key (flag): there is no"));
  EXPECT_EQ(Wrong({}, {"TOAST_KEY="}),
            "master_key (environment TOAST_KEY): the value isn't some text");
  ASSERT_EQ(Wrong({}, {"TOAST_KEY=s3cret"}), "");
  EXPECT_THAT(toaster_->config.Effective(),
              AllOf(HasSubstr("# master_key is set "), HasSubstr("# environment TOAST_KEY\n"),
                    Not(HasSubstr("s3cret"))));
  testing::internal::CaptureStderr();
  toaster_->config.LogEffective();
  EXPECT_THAT(
      testing::internal::GetCapturedStderr(),
      AllOf(HasSubstr("\"event\":\"configuration\""), HasSubstr("\"http_port\":\"7410\""),
            HasSubstr("\"http_port_from\":\"default\""), HasSubstr("\"master_key\":\"***\""),
            HasSubstr("\"master_key_from\":\"environment TOAST_KEY\""), Not(HasSubstr("s3cret"))));
}

TEST_F(ConfigTest, ServiceLinksOfAContainerAreNotSettings) {
  EXPECT_EQ(Wrong({}, {"TOASTER_SERVICE_HOST=10.0.0.1", "TOASTER_SERVICE_PORT=1",
                       "TOASTER_SERVICE_PORT_HTTP=1", "TOASTER_PORT=tcp://10.0.0.1:1",
                       "TOASTER_PORT_7410_TCP_ADDR=10.0.0.1"}),
            "");
  EXPECT_THAT(Wrong({}, {"TOASTER_PORTS=1"}), StartsWith("TOASTER_PORTS "));
}

TEST_F(ConfigTest, WhatIsPrintedIsAFile) {
  ASSERT_EQ(Wrong({"--http-port=5", "--demo", "--data=a\"b", "--print-config"}), "");
  EXPECT_EQ(toaster_->config.command(), Config::Command::kPrintConfig);
  ASSERT_EQ(Wrong({}, {}, std::string(toaster_->config.Effective())), "");
  EXPECT_EQ(toaster_->port, 5);
  EXPECT_EQ(toaster_->data, "a\"b");
  EXPECT_TRUE(toaster_->demo);
}

TEST_F(ConfigTest, HelpIsHadWhateverIsWrong) {
  ASSERT_EQ(Wrong({"--nonsense", "--help"}, {"TOASTER_NONSENSE=1"}), "");
  EXPECT_EQ(toaster_->config.command(), Config::Command::kHelp);
  EXPECT_THAT(
      toaster_->config.Help(),
      AllOf(HasSubstr("  --http-port NUMBER\n      Port of the toaster; a whole number from "
                      "0 to 65535 (default 7410)\n"),
            HasSubstr("  --demo\n"), HasSubstr("  --log-level debug|info\n"),
            HasSubstr("  TOAST_KEY=SECRET\n"), HasSubstr("TOASTER_HTTP_PORT=")));
}

TEST_F(ConfigTest, WhatTheProgramFindsIsLocatedToo) {
  ASSERT_EQ(Wrong({"--data=x"}), "");
  const absl::Status located = toaster_->config.Located(InvalidField("data", "is no folder"));
  EXPECT_EQ(located.message(), "data (flag --data): is no folder");
  EXPECT_EQ(ReasonOf(located), "INVALID_FIELD");
}

TEST_F(ConfigTest, ItsTableHasARowForEachSetting) {
  ASSERT_EQ(Wrong({}), "");
  EXPECT_THAT(toaster_->config.MarkdownTable(),
              AllOf(HasSubstr("| `http_port` | `--http-port` | `TOASTER_HTTP_PORT` | `7410` | Port "
                              "of the toaster; a whole number from 0 to 65535 |\n"),
                    HasSubstr("| `master_key` | none: a secret | `TOAST_KEY` |  | What opens the "
                              "toaster |\n")));
}

}  // namespace
}  // namespace sparkgate
