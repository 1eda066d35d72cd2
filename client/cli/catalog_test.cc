#include "client/cli/catalog.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/docs.h"
#include "client/cli/fields.h"
#include "client/cli/names.h"
#include "client/cli/options.h"
#include "client/cli/testing/the_catalog.h"

namespace sparkgate::cli {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;

TEST(CatalogTest, NamesNounsAsPeopleMeetThem) {
  std::set<std::string> nouns;
  for (const Noun& noun : TheCatalog().nouns()) {
    nouns.insert((noun.simulator ? "simulator " : "") + noun.name);
  }
  EXPECT_THAT(nouns,
              IsSupersetOf({"creators", "advertisers", "library", "ads", "operations", "events",
                            "time", "workspaces", "apps", "webhook-endpoints", "simulator world",
                            "simulator creator-app", "simulator ads-manager", "simulator journal",
                            "simulator review-desk"}));
}

TEST(CatalogTest, FindsCommandsByShortAndByLongName) {
  const Noun* creators = TheCatalog().Find(false, "creators");
  ASSERT_NE(creators, nullptr);
  EXPECT_EQ(creators, TheCatalog().Find(false, "creator"));
  EXPECT_EQ(TheCatalog().Find(true, "creators"), nullptr);
  EXPECT_EQ(creators->Find("list"), creators->Find("list-creators"));
  EXPECT_EQ(creators->Find("generate-code")->Path(), "/sparkgate.v1.CreatorService/GenerateCode");
  EXPECT_EQ(creators->Find("nothing"), nullptr);
  const Noun* ads = TheCatalog().Find(false, "ads");
  EXPECT_EQ(ads->Find("create")->descriptor->name(), "CreateAd");
  EXPECT_EQ(ads->Find("create-ad-group")->descriptor->name(), "CreateAdGroup");
}

TEST(CatalogTest, EveryMethodIsReachableByANameOfItsOwn) {
  for (const Noun& noun : TheCatalog().nouns()) {
    for (const Method& method : noun.methods) {
      EXPECT_EQ(noun.Find(method.name), &method) << noun.name << " " << method.name;
      EXPECT_EQ(noun.Find(method.long_name), &method) << noun.name << " " << method.long_name;
    }
  }
}

TEST(CatalogTest, EveryFlagIsReachableBesideTheOptions) {
  for (const Noun& noun : TheCatalog().nouns()) {
    for (const Method& method : noun.methods) {
      for (const FieldPath& path : SettableFields(method.descriptor->input_type())) {
        // `workspace` of a request is what the option means as well.
        if (FlagName(path) == "workspace") continue;
        EXPECT_EQ(FindOption(FlagName(path)), nullptr) << method.Path() << " --" << FlagName(path);
        const auto found = FindField(method.descriptor->input_type(), FlagName(path));
        ASSERT_TRUE(found.ok()) << found.status();
        EXPECT_EQ(*found, path);
        const std::string brief = ShortFlagName(method.descriptor->input_type(), path);
        EXPECT_EQ(*FindField(method.descriptor->input_type(), brief), path) << brief;
      }
    }
  }
}

TEST(CatalogTest, EverythingIsExplained) {
  for (const Noun& noun : TheCatalog().nouns()) {
    EXPECT_NE(CommentOf(noun.service), "") << noun.name;
    for (const Method& method : noun.methods) {
      EXPECT_NE(CommentOf(method.descriptor), "") << method.Path();
      for (const FieldPath& path : SettableFields(method.descriptor->input_type())) {
        EXPECT_NE(CommentOf(path.back()), "") << method.Path() << " --" << FlagName(path);
      }
    }
  }
}

// Defaults and short names come from patterns in comments: this holds the protos to writing them.
TEST(CatalogTest, EveryParentSaysWhatItLooksLike) {
  for (const Noun& noun : TheCatalog().nouns()) {
    for (const Method& method : noun.methods) {
      for (const char* name : {"parent", "workspace", "world"}) {
        const auto* field = method.descriptor->input_type()->FindFieldByName(name);
        if (field == nullptr || field->message_type() != nullptr) continue;
        EXPECT_NE(PatternOf(field), "") << method.Path() << " " << name;
      }
    }
  }
}

// Pages are read by people who type what stands there.
TEST(CatalogTest, ThePagesNameCommandsThatThereAre) {
  const std::set<std::string> others = {"completion", "doctor", "help", "profile", "verify-ledger"};
  const std::filesystem::path root = SPARKGATE_SOURCE_DIR;
  std::vector<std::filesystem::path> pages = {root / "README.md", root / "CONTRIBUTING.md"};
  for (const auto& entry : std::filesystem::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  const std::regex command(R"((^|\$ |`) *sparkctl (simulator )?([a-z-]+) ([a-z][a-z-]*))");
  int found = 0;
  for (const std::filesystem::path& page : pages) {
    std::ifstream file(page);
    std::smatch match;
    for (std::string line; std::getline(file, line);) {
      if (!std::regex_search(line, match, command) || others.contains(match[3])) continue;
      if (!match[2].matched && match[3] == "simulator")
        continue;  // `sparkctl simulator world --help`
      ++found;
      const Noun* noun = TheCatalog().Find(match[2].matched, match[3].str());
      EXPECT_TRUE(noun != nullptr && noun->Find(match[4].str()) != nullptr) << page << ": " << line;
    }
  }
  EXPECT_GT(found, 30);
}

}  // namespace
}  // namespace sparkgate::cli
