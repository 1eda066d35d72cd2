#include "client/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/schema.h"

namespace sparkgate::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

std::vector<std::string> Words(const std::vector<std::string>& typed) {
  static const Catalog catalog(EmbeddedSchema());
  std::vector<std::string> words;
  for (const Candidate& candidate : Complete(catalog, typed)) words.push_back(candidate.word);
  return words;
}

TEST(CompletionTest, OffersNounsCommandsFlagsAndValues) {
  EXPECT_THAT(Words({""}), IsSupersetOf({"creators", "library", "simulator", "help"}));
  EXPECT_THAT(Words({"cre"}), ElementsAre("creators"));
  EXPECT_THAT(Words({"creators", "gen"}), ElementsAre("generate-code"));
  EXPECT_THAT(Words({"creators", "generate-code", "--dur"}), ElementsAre("--duration-days"));
  EXPECT_THAT(Words({"creators", "list-codes", "--state", "e"}), ElementsAre("expired"));
  EXPECT_THAT(Words({"creators", "list", "--output", ""}), ElementsAre("table", "json", "name"));
  EXPECT_THAT(Words({"simulator", ""}), Contains("review-desk"));
  EXPECT_THAT(Words({"simulator", "world", "adv"}), ElementsAre("advance"));
  EXPECT_THAT(Words({"--o"}), ElementsAre("--output"));
  EXPECT_THAT(Words({"creators", "list", "-o", "j"}), ElementsAre("json"));
  EXPECT_THAT(Words({"ads", "create", "--call"}), ElementsAre("--call-to-action"));
  EXPECT_THAT(Words({"ads", "create", "--ad.call"}), ElementsAre("--ad.call-to-action"));
}

TEST(CompletionTest, HelpCompletesLikeTheCommand) {
  EXPECT_THAT(Words({"help", "creators", "gen"}), ElementsAre("generate-code"));
}

TEST(CompletionTest, NothingIsOfferedAfterAMistake) {
  EXPECT_THAT(Words({"creatorz", "get", ""}), IsEmpty());
  EXPECT_THAT(Words({"creators", "generate-code", "--duration-days", ""}), IsEmpty());
}

TEST(CompletionTest, EveryShellHasAScriptThatAsksTheProgram) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = CompletionScript(shell);
    ASSERT_TRUE(script.ok());
    EXPECT_THAT(*script, ::testing::HasSubstr("sparkctl __complete"));
  }
  EXPECT_FALSE(CompletionScript("tcsh").ok());
}

TEST(CompletionTest, WhereNothingIsKnownShellsOfferFiles) {
  EXPECT_THAT(*CompletionScript("bash"), ::testing::HasSubstr("-o default"));
  EXPECT_THAT(*CompletionScript("zsh"), ::testing::HasSubstr("|| _files"));
  EXPECT_THAT(*CompletionScript("fish"), ::testing::HasSubstr("__fish_complete_path"));
}

}  // namespace
}  // namespace sparkgate::cli
