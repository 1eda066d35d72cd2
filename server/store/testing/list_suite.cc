// Lists: order, pages, filters; and finding one among many.
#include <optional>
#include <string>
#include <vector>

#include "server/store/testing/store_suite.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const absl::Time kNow = SampleTime(1'000);

TEST_P(StoreSuite, PagesGoOnAfterTheLastKey) {
  Write([&](Transaction& t) -> absl::Status {
    for (const char* id : {"d", "a", "c", "e", "b"}) {
      SG_RETURN_IF_ERROR(t.creators().Put(SampleCreator("w", id)));
    }
    return t.creators().Put(SampleCreator("v", "aa"));
  });
  const auto page = [&](const std::string& after, int limit) {
    return IdsOf(Read([&](auto& t) { return t.creators().List("w", {after, limit}); }));
  };
  EXPECT_THAT(page("", 2), ElementsAre("a", "b"));
  EXPECT_THAT(page("b", 2), ElementsAre("c", "d"));
  EXPECT_THAT(page("d", 2), ElementsAre("e"));
  EXPECT_THAT(page("e", 2), IsEmpty());
  EXPECT_THAT(page("", 0), IsEmpty());
  EXPECT_THAT(page("", 50), ElementsAre("a", "b", "c", "d", "e"));
}

TEST_P(StoreSuite, AccessListsAreTheirWorkspaces) {
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.workspaces().Insert(SampleWorkspace("w2")));
    SG_RETURN_IF_ERROR(t.workspaces().Insert(SampleWorkspace("w1")));
    SG_RETURN_IF_ERROR(t.apps().Insert(SampleApp("app-1")));
    SG_RETURN_IF_ERROR(t.apps().Insert(SampleApp("app-2")));
    SG_RETURN_IF_ERROR(t.api_keys().Insert(SampleApiKey("w1", "k1")));
    SG_RETURN_IF_ERROR(t.api_keys().Insert(SampleApiKey("w1", "k2")));
    return t.api_keys().Insert(SampleApiKey("w2", "k3"));
  });
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.workspaces().List({}); })),
              ElementsAre("w1", "w2"));
  EXPECT_THAT(IdsOf(Read([](auto& t) {
                return t.workspaces().List({"w1", 5});
              })),
              ElementsAre("w2"));
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.apps().List({}); })),
              ElementsAre("app-1", "app-2"));
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.api_keys().List("w1", {}); })),
              ElementsAre("k1", "k2"));
  EXPECT_TRUE(Read([](auto& t) { return t.apps().InUse("app-1"); }));
  EXPECT_FALSE(Read([](auto& t) { return t.apps().InUse("app-2"); }));
}

TEST_P(StoreSuite, CodesAreListedAsTheyAreSeenNow) {
  const auto put = [](Transaction& t, const char* id, CodeState state, absl::Time end,
                      const char* creator) {
    Code code = SampleCode("w", id);
    code.state = state;
    code.end_time = end;
    code.creator = creator;
    return t.codes().Put(code);
  };
  const absl::Time later = kNow + absl::Microseconds(1);
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(put(t, "1-new", CodeState::kNotUsed, later, "ann"));
    SG_RETURN_IF_ERROR(put(t, "2-used", CodeState::kInUse, later, "bob"));
    SG_RETURN_IF_ERROR(put(t, "3-new-ended", CodeState::kNotUsed, kNow, "ann"));
    SG_RETURN_IF_ERROR(put(t, "4-used-ended", CodeState::kInUse, kNow, "bob"));
    return put(t, "5-deleted", CodeState::kDeleted, kNow, "ann");
  });
  const auto list = [&](CodeTable::Filter filter) {
    filter.now = kNow;
    return IdsOf(Read([&](auto& t) { return t.codes().List("w", filter, {}); }));
  };
  EXPECT_THAT(list({}), ElementsAre("1-new", "2-used", "3-new-ended", "4-used-ended", "5-deleted"));
  EXPECT_THAT(list({.creator = "ann"}), ElementsAre("1-new", "3-new-ended", "5-deleted"));
  const auto in_state = [&](CodeState state, const char* creator) {
    return list({.creator = creator, .state = state});
  };
  EXPECT_THAT(in_state(CodeState::kNotUsed, ""), ElementsAre("1-new"));
  EXPECT_THAT(in_state(CodeState::kInUse, ""), ElementsAre("2-used"));
  EXPECT_THAT(in_state(CodeState::kExpired, ""), ElementsAre("3-new-ended", "4-used-ended"));
  EXPECT_THAT(in_state(CodeState::kExpired, "bob"), ElementsAre("4-used-ended"));
  EXPECT_THAT(in_state(CodeState::kDeleted, ""), ElementsAre("5-deleted"));
}

TEST_P(StoreSuite, APostsCodeIsTheLiveGeneratedOne) {
  const auto find = [&] {
    return Read([](auto& t) { return t.codes().FindByPost("w", "ann", "post"); });
  };
  Code code = SampleCode("w", "1");
  code.creator = "ann";
  code.item_id = "post";
  Write([&](Transaction& t) { return t.codes().Put(code); });
  EXPECT_EQ(find(), std::nullopt) << "a received code";
  code.origin = CodeOrigin::kGenerated;
  Write([&](Transaction& t) { return t.codes().Put(code); });
  EXPECT_EQ(find()->id, "1");
  const auto has_deleted = [&](const char* creator) {
    return Read([&](auto& t) { return t.codes().HasDeleted("w", creator, "post"); });
  };
  EXPECT_FALSE(has_deleted("ann"));
  code.state = CodeState::kDeleted;
  Write([&](Transaction& t) { return t.codes().Put(code); });
  EXPECT_EQ(find(), std::nullopt);
  EXPECT_TRUE(has_deleted("ann"));
  EXPECT_FALSE(has_deleted("bob"));
  Code next = SampleCode("w", "2");
  next.origin = CodeOrigin::kGenerated;
  next.creator = "ann";
  next.item_id = "post";
  Write([&](Transaction& t) { return t.codes().Put(next); });
  EXPECT_EQ(find()->id, "2");
}

class PostList {
 public:
  static SparkPost Post(const char* item, const char* account, int created) {
    SparkPost post = SampleSparkPost("w", item);
    post.ad_account = account;
    post.create_time = SampleTime(created);
    post.state = SparkPostState::kAuthorized;
    post.reason = UnauthorizedReason::kNone;
    post.auth_end = kNow + absl::Hours(1);
    post.creator_name = "";
    post.caption = "";
    return post;
  }
};

std::vector<std::string> Items(const std::vector<SparkPost>& posts) {
  std::vector<std::string> items;
  items.reserve(posts.size());
  for (const SparkPost& post : posts) items.push_back(post.item_id + "@" + post.ad_account);
  return items;
}

TEST_P(StoreSuite, SparkPostsGoByTheTimeTheyWereAdded) {
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.spark_posts().Put(PostList::Post("9", "one", 1)));
    SG_RETURN_IF_ERROR(t.spark_posts().Put(PostList::Post("1", "one", 2)));
    SG_RETURN_IF_ERROR(t.spark_posts().Put(PostList::Post("1", "two", 2)));
    SG_RETURN_IF_ERROR(t.spark_posts().Put(PostList::Post("0", "one", 3)));
    SparkPost unbound = PostList::Post("2", "one", 4);
    unbound.state = SparkPostState::kUnbound;
    return t.spark_posts().Put(unbound);
  });
  std::vector<std::string> seen;
  Page page{.after = "", .limit = 1};
  while (true) {
    std::string next;
    const auto posts = Read([&](auto& t) -> absl::StatusOr<std::vector<SparkPost>> {
      SG_ASSIGN_OR_RETURN(std::vector<SparkPost> list, t.spark_posts().List("w", {}, page));
      if (!list.empty()) next = t.spark_posts().PageKey(list.back());
      return list;
    });
    if (posts.empty()) break;
    seen.push_back(Items(posts).front());
    page.after = next;
  }
  EXPECT_THAT(seen, ElementsAre("9@one", "1@one", "1@two", "0@one"));
  EXPECT_THAT(
      Items(Read([](auto& t) { return t.spark_posts().List("w", {.ad_account = "two"}, {}); })),
      ElementsAre("1@two"));
  EXPECT_THAT(Items(Read([](auto& t) { return t.spark_posts().ListByItem("w", "1"); })),
              ElementsAre("1@one", "1@two"));
  EXPECT_EQ(Read([](auto& t) { return t.spark_posts().Count("w", "one"); }), 3);
  EXPECT_EQ(Read([](auto& t) { return t.spark_posts().Count("w", "nobody"); }), 0);
  const absl::Status forged = store().Read([](const Transaction& t) {
    return t.spark_posts().List("w", {}, {.after = "x/y", .limit = 1}).status();
  });
  EXPECT_EQ(forged.code(), absl::StatusCode::kInvalidArgument);
}

TEST_P(StoreSuite, SparkPostsAreListedAsTheyAreSeenNow) {
  Write([&](Transaction& t) -> absl::Status {
    SparkPost post = PostList::Post("1", "one", 1);
    SG_RETURN_IF_ERROR(t.spark_posts().Put(post));
    post = PostList::Post("2", "one", 2);
    post.auth_end = kNow;
    SG_RETURN_IF_ERROR(t.spark_posts().Put(post));
    post = PostList::Post("3", "one", 3);
    post.state = SparkPostState::kUnauthorized;
    return t.spark_posts().Put(post);
  });
  const auto list = [&](SparkPostState state) {
    return Items(Read(
        [&](auto& t) { return t.spark_posts().List("w", {.state = state, .now = kNow}, {}); }));
  };
  EXPECT_THAT(list(SparkPostState::kAuthorized), ElementsAre("1@one"));
  EXPECT_THAT(list(SparkPostState::kUnauthorized), ElementsAre("2@one", "3@one"));
}

TEST_P(StoreSuite, SearchIgnoresCaseAndKnowsNoWildcards) {
  Write([&](Transaction& t) -> absl::Status {
    SparkPost post = PostList::Post("1001", "one", 1);
    post.creator_name = "ZOË the Баker";
    post.caption = "100% Cotton_Candy";
    SG_RETURN_IF_ERROR(t.spark_posts().Put(post));
    post = PostList::Post("1002", "one", 2);
    post.creator_name = "somebody";
    post.caption = "100 times CottonXCandy";
    return t.spark_posts().Put(post);
  });
  const auto find = [&](const char* query) {
    return Items(Read([&](auto& t) { return t.spark_posts().List("w", {.query = query}, {}); }));
  };
  EXPECT_THAT(find("zoë THE баK"), ElementsAre("1001@one"));
  EXPECT_THAT(find("100%"), ElementsAre("1001@one"));
  EXPECT_THAT(find("cotton_"), ElementsAre("1001@one"));
  EXPECT_THAT(find("COTTON"), ElementsAre("1001@one", "1002@one"));
  EXPECT_THAT(find("1002"), ElementsAre("1002@one"));
  EXPECT_THAT(find("100\\%"), IsEmpty());
  EXPECT_THAT(find("1003"), IsEmpty());
}

TEST_P(StoreSuite, ListsOfAdsLeaveDeletedOnesOut) {
  Write([&](Transaction& t) -> absl::Status {
    for (const char* id : {"1", "2", "3"}) {
      Ad ad = SampleAd("w", id);
      ad.ad_group = ad.campaign = ad.ad_account = ad.item_id = std::string("of-") + id;
      SG_RETURN_IF_ERROR(t.ads().Put(ad));
      Campaign campaign = SampleCampaign("w", id);
      campaign.ad_account = std::string("of-") + id;
      SG_RETURN_IF_ERROR(t.campaigns().Put(campaign));
      AdGroup group = SampleAdGroup("w", id);
      group.campaign = std::string("of-") + id;
      SG_RETURN_IF_ERROR(t.ad_groups().Put(group));
    }
    Ad deleted = SampleAd("w", "4");
    deleted.stage = Stage::kDeleted;
    SG_RETURN_IF_ERROR(t.ads().Put(deleted));
    Ad draft = SampleAd("w", "5");
    draft.stage = Stage::kDraft;
    return t.ads().Put(draft);
  });
  const auto list = [&](const AdTable::Filter& filter) {
    return IdsOf(Read([&](auto& t) { return t.ads().List("w", filter, {}); }));
  };
  EXPECT_THAT(list({}), ElementsAre("1", "2", "3", "5"));
  AdTable::Filter filter;
  filter.ad_group = "of-1";
  EXPECT_THAT(list(filter), ElementsAre("1"));
  filter = {};
  filter.campaign = "of-2";
  EXPECT_THAT(list(filter), ElementsAre("2"));
  filter = {};
  filter.ad_account = "of-3";
  EXPECT_THAT(list(filter), ElementsAre("3"));
  filter = {};
  filter.item_id = "of-1";
  EXPECT_THAT(list(filter), ElementsAre("1"));
  filter.stage = Stage::kDraft;
  EXPECT_THAT(list(filter), IsEmpty());
  filter.item_id.clear();
  EXPECT_THAT(list(filter), ElementsAre("5"));
  filter.stage = Stage::kDeleted;
  EXPECT_THAT(list(filter), IsEmpty());
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.campaigns().List("w", "of-2", {}); })),
              ElementsAre("2"));
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.campaigns().List("w", "", {}); })),
              ElementsAre("1", "2", "3"));
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.ad_groups().List("w", "of-3", {}); })),
              ElementsAre("3"));
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.ad_groups().List("w", "", {}); })),
              ElementsAre("1", "2", "3"));
}

TEST_P(StoreSuite, MirrorsAreOfLiveAdsAndIfAskedOfOpenReviewsOnly) {
  const auto ad = [](const char* id, Stage stage, ReviewState review, bool rereview) {
    Ad one = SampleAd("w", id);
    one.ad_account = "a";
    one.stage = stage;
    one.review.state = review;
    one.review.rereview = rereview;
    return one;
  };
  const Ad open = ad("1", Stage::kLive, ReviewState::kInReview, false);
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.ads().Put(open));
    SG_RETURN_IF_ERROR(t.ads().Put(ad("2", Stage::kLive, ReviewState::kApproved, true)));
    SG_RETURN_IF_ERROR(t.ads().Put(ad("3", Stage::kLive, ReviewState::kApproved, false)));
    SG_RETURN_IF_ERROR(t.ads().Put(ad("4", Stage::kSubmitting, ReviewState::kInReview, false)));
    Ad appealed = ad("6", Stage::kLive, ReviewState::kRejected, false);
    appealed.review.appeal = AppealState::kOpen;
    SG_RETURN_IF_ERROR(t.ads().Put(appealed));
    Ad elsewhere = ad("5", Stage::kLive, ReviewState::kInReview, false);
    elsewhere.ad_account = "b";
    return t.ads().Put(elsewhere);
  });
  const auto list = [&](bool in_review) {
    return Read([&](auto& t) { return t.ads().ListMirrors("w", "a", in_review); });
  };
  EXPECT_THAT(IdsOf(list(false)), ElementsAre("1", "2", "3", "6"));
  EXPECT_THAT(IdsOf(list(true)), ElementsAre("1", "2", "6"));
  const AdMirror expected{.id = "1",
                          .ad_group = open.ad_group,
                          .tiktok_id = open.tiktok_id,
                          .operation_status = open.operation_status,
                          .tiktok_secondary_status = open.tiktok_secondary_status,
                          .review_state = open.review.state,
                          .rereview = open.review.rereview,
                          .submit_time = open.review.submit_time,
                          .appeal = open.review.appeal,
                          .appeal_time = open.review.appeal_time};
  EXPECT_EQ(list(true).front(), expected);
}

}  // namespace
}  // namespace sparkgate::server
