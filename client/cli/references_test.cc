#include "client/cli/references.h"

#include <gtest/gtest.h>

#include "client/cli/schema.h"

namespace sparkgate::cli {
namespace {

std::string Read(std::string_view text, bool simulator = false) {
  static const Catalog catalog(EmbeddedSchema());
  return InCommands(catalog, simulator, text);
}

TEST(ReferencesTest, ServicesAndMethodsAreCommands) {
  EXPECT_EQ(Read("See WorkspaceService."), "See 'sparkctl workspaces --help'.");
  EXPECT_EQ(Read("or by ResolveOperation, then"), "or by 'operations resolve', then");
  EXPECT_EQ(Read("See WorldService."), "See 'sparkctl simulator world --help'.");
}

TEST(ReferencesTest, EachSideMeansItsOwn) {
  EXPECT_EQ(Read("GetPost"), "'creators get-post'");
  EXPECT_EQ(Read("GetPost", /*simulator=*/true), "'simulator creator-app get-post'");
}

TEST(ReferencesTest, OtherWordsStay) {
  for (const char* text :
       {"Pause or Resume it", "See WorkspaceSettings.", "GetPosts", "a_GetPost"}) {
    EXPECT_EQ(Read(text), text);
  }
}

}  // namespace
}  // namespace sparkgate::cli
