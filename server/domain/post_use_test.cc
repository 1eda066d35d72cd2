#include "server/domain/post_use.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kPost[] = "workspaces/w/adAccounts/7/sparkPosts/1";
constexpr char kOther[] = "workspaces/w/adAccounts/8/sparkPosts/1";

absl::Time Day(int day) { return absl::UnixEpoch() + absl::Hours(24) * day; }

AuditEntry About(std::string action, std::string resource, int day,
                 std::map<std::string, std::string> attributes = {}) {
  AuditEntry entry;
  entry.action = std::move(action);
  entry.resource = std::move(resource);
  entry.time = Day(day);
  entry.attributes = std::move(attributes);
  return entry;
}

AuditEntry Published(std::string ad, int day, std::string post = kPost) {
  AuditEntry entry = About("ad.published", std::move(ad), day, {{"spark_post", std::move(post)}});
  entry.principal = "anna";
  return entry;
}

PostUse Use(std::string ad, std::string code, int begin, std::optional<int> end = {},
            std::string reason = "", std::string post = kPost) {
  PostUse use{.ad = std::move(ad),
              .spark_post = std::move(post),
              .code = std::move(code),
              .principal = "anna",
              .begin_time = Day(begin),
              .end_time = std::nullopt,
              .end_reason = std::move(reason)};
  if (end.has_value()) use.end_time = Day(*end);
  return use;
}

std::vector<PostUse> UsesOf(const std::vector<AuditEntry>& entries) {
  PostUses uses;
  for (const AuditEntry& entry : entries) uses.Take(entry);
  return uses.uses();
}

TEST(PostUseTest, AnAdUsesThePostUntilItIsDeleted) {
  EXPECT_THAT(UsesOf({About("code.generated", "c1", 1), Published("a", 2)}),
              ElementsAre(Use("a", "c1", 2)));
  EXPECT_THAT(UsesOf({About("code.generated", "c1", 1), Published("a", 2), Published("b", 3),
                      About("ad.deleted", "a", 4)}),
              ElementsAre(Use("a", "c1", 2, 4, "ad.deleted"), Use("b", "c1", 3)));
}

TEST(PostUseTest, AnAdThatIsFoundUsesThePostFromThenOn) {
  const auto found = [](std::string authorized) {
    return About("ad.adopted", "a", 2,
                 {{"spark_post", kPost}, {"authorized", std::move(authorized)}});
  };
  PostUse use = Use("a", "", 2);
  use.principal.clear();
  EXPECT_THAT(UsesOf({found("true")}), ElementsAre(use));
  EXPECT_THAT(UsesOf({found("false")}), IsEmpty());
  use.begin_time = Day(3);
  EXPECT_THAT(UsesOf({found("false"), About("authorization.resumed", kPost, 3)}), ElementsAre(use));
}

TEST(PostUseTest, TheEndOfAnAuthorizationEndsAllUsesOfItAndAFreshCodeBeginsThemAnew) {
  EXPECT_THAT(
      UsesOf({About("code.generated", "c1", 1), Published("a", 2), Published("b", 3),
              About("ad.deleted", "b", 4), About("authorization.ended", kPost, 5),
              About("code.deleted", "c1", 6), About("code.generated", "c2", 6),
              About("authorization.resumed", kPost, 6), About("post.unbound", kPost, 7)}),
      ElementsAre(Use("a", "c1", 2, 5, "authorization.ended"), Use("b", "c1", 3, 4, "ad.deleted"),
                  Use("a", "c2", 6, 7, "post.unbound")));
}

TEST(PostUseTest, AuthorizationsOfOneAdAccountAreNotThoseOfAnother) {
  EXPECT_THAT(UsesOf({About("code.generated", "c1", 1), About("post.authorized", kOther, 1),
                      Published("a", 2), Published("z", 2, kOther),
                      About("authorization.ended", kOther, 3)}),
              ElementsAre(Use("a", "c1", 2), Use("z", "c1", 2, 3, "authorization.ended", kOther)));
}

TEST(PostUseTest, WhatTheRecordDoesNotBeginIsNoUse) {
  EXPECT_THAT(UsesOf({About("ad.deleted", "a", 1), About("authorization.ended", kPost, 2),
                      About("authorization.resumed", kPost, 3), About("code.extended", "c1", 4)}),
              IsEmpty());
}

TEST(PostUseTest, AResumedAuthorizationThatNeverEndedBeginsNothingTwice) {
  EXPECT_THAT(UsesOf({Published("a", 2), About("authorization.resumed", kPost, 3)}),
              ElementsAre(Use("a", "", 2)));
}

}  // namespace
}  // namespace sparkgate::server
