#include "simulator/consent_pages/scope_labels.h"

#include <gtest/gtest.h>

#include "simulator/world/scopes.h"

namespace sparkgate::simulator {
namespace {

// A number alone tells a person nothing of what is asked.
TEST(ScopeLabels, EveryScopeOfAnAdvertiserHasOne) {
  for (const std::string_view scope : AdvertiserScopes()) EXPECT_NE(ScopeLabel(scope), "") << scope;
  EXPECT_EQ(ScopeLabel("691"), "Authorize TikTok posts");
  EXPECT_EQ(ScopeLabel("video.list"), "");
}

}  // namespace
}  // namespace sparkgate::simulator
