#include "client/cli/catalog.h"

#include <set>
#include <string>

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

}  // namespace
}  // namespace sparkgate::cli
