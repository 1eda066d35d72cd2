// Bad input: names of what isn't there. What belongs to another workspace is answered exactly like
// what never was.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sparkgate/v1/webhook_endpoint_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

constexpr char kNothing[] = "01kdvdna00aaaaaaaaaaaaaaaa";  // an id as ours are

// A call about one thing; {} stands for its name.
struct Row {
  const char* method;
  const char* request;
};

// A published story: something of every kind.
class UnknownNamesTest : public BothPrograms {
 protected:
  void SetUp() override {
    if (other_ != nullptr) return;
    other_ = std::make_unique<Story>(*programs, StoryOptions{.workspace = "other"});
    other_->PlayUntilPublished();
    mine_ = std::make_unique<Story>(*programs, StoryOptions{.workspace = "mine1"});
    mine_->PlayUntilPublished();
  }
  static void TearDownTestSuite() {
    other_.reset();
    mine_.reset();
    BothPrograms::TearDownTestSuite();
  }

  static std::string Operation(const Story& story) { return story.Events().back().operation(); }

  // `name` with another workspace, or with another last id.
  static std::string In(const std::string& workspace, const std::string& name) {
    return workspace + name.substr(name.find('/', std::string_view("workspaces/").size()));
  }
  static std::string WithId(const std::string& name, const std::string& id) {
    return name.substr(0, name.rfind('/') + 1) + id;
  }

  // What a call said, with the ids that it repeats left out.
  static std::string Answer(const Row& row, const std::string& name) {
    const absl::Status status = mine_->api.Try(row.method, row.request, name);
    std::string text(status.message());
    for (const std::string& id : {name, name.substr(name.rfind('/') + 1)}) {
      for (size_t at = text.find(id); at != std::string::npos; at = text.find(id)) {
        text.replace(at, id.size(), "?");
      }
    }
    return Describe(status) + ": " + text;
  }

  static void ExpectLikeNever(const std::string& theirs, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      SCOPED_TRACE(row.method);
      const std::string never_was = Answer(row, In("workspaces/never", theirs));
      EXPECT_TRUE(never_was.starts_with("NOT_FOUND RESOURCE_NOT_FOUND: ")) << never_was;
      EXPECT_EQ(Answer(row, theirs), never_was);
      EXPECT_EQ(Answer(row, WithId(theirs, kNothing)), never_was);
    }
  }

  static void ExpectLikeNothing(const std::string& theirs, const std::string& ours,
                                const std::vector<Row>& rows) {
    ExpectLikeNever(theirs, rows);
    for (const Row& row : rows) {
      SCOPED_TRACE(row.method);
      // With our own workspace's name in front, their id is as good as any.
      const std::string unknown = Answer(row, WithId(ours, "7000000000000000001"));
      EXPECT_TRUE(unknown.starts_with("NOT_FOUND ")) << unknown;
      EXPECT_EQ(Answer(row, WithId(ours, theirs.substr(theirs.rfind('/') + 1))), unknown);
    }
  }

  static inline std::unique_ptr<Story> other_, mine_;
};

TEST_F(UnknownNamesTest, OfCreatorsPostsAndCodes) {
  ExpectLikeNothing(other_->creator, mine_->creator,
                    {{"CreatorService.GetCreator", "name: '{}'"},
                     {"CreatorService.ListPosts", "parent: '{}'"},
                     {"CreatorService.RankPosts", "parent: '{}'"}});
  ExpectLikeNothing(other_->post, mine_->post,
                    {{"CreatorService.GetPost", "name: '{}'"},
                     {"CreatorService.GetAdSettings", "post: '{}'"},
                     {"CreatorService.GenerateCode", "post: '{}'"},
                     {"CreatorService.DisableAdAuthorization", "post: '{}'"}});
  ExpectLikeNothing(other_->code, mine_->code,
                    {{"CreatorService.GetCode", "name: '{}'"},
                     {"CreatorService.ExtendCode", "name: '{}' add_days: 30"},
                     {"CreatorService.DeleteCode", "name: '{}'"},
                     {"CreatorService.RevealCode", "name: '{}'"}});
}

TEST_F(UnknownNamesTest, OfAdAccountsAndTheirLibraries) {
  ExpectLikeNothing(
      other_->ad_account, mine_->ad_account,
      {{"AdvertiserService.GetAdAccount", "name: '{}'"},
       {"AdvertiserService.CheckReadiness", "name: '{}'"},
       {"AdvertiserService.ResyncAdAccount", "name: '{}'"},
       {"LibraryService.ListSparkPosts", "parent: '{}'"},
       {"LibraryService.LookUpCode", "ad_account: '{}' code: 'AAAAAAAAAAAAAAAAAAAA'"},
       {"LibraryService.AuthorizeCode", "ad_account: '{}' code: 'AAAAAAAAAAAAAAAAAAAA'"}});
  // In our own workspace it answers for an unknown account item by item.
  ExpectLikeNever(other_->ad_account,
                  {{"LibraryService.BatchAuthorizeCodes",
                    "ad_account: '{}' items: < code: 'AAAAAAAAAAAAAAAAAAAA' >"}});
  ExpectLikeNothing(other_->spark_post, mine_->spark_post,
                    {{"LibraryService.GetSparkPost", "name: '{}'"},
                     {"LibraryService.UnbindSparkPost", "name: '{}'"},
                     {"LibraryService.CheckSparkPost", "name: '{}'"}});
}

TEST_F(UnknownNamesTest, OfCampaignsAdGroupsAndAds) {
  ExpectLikeNothing(other_->campaign, mine_->campaign,
                    {{"AdService.GetCampaign", "name: '{}'"},
                     {"AdService.UpdateCampaign",
                      "campaign: < name: '{}' > update_mask: < paths: 'display_name' >"},
                     {"AdService.CheckPublish", "campaign: '{}'"},
                     {"AdService.PublishAll", "campaign: '{}'"},
                     {"AdService.Pause", "name: '{}'"},
                     {"AdService.DeleteCampaign", "name: '{}'"}});
  ExpectLikeNothing(other_->ad_group, mine_->ad_group,
                    {{"AdService.GetAdGroup", "name: '{}'"},
                     {"AdService.UpdateAdGroup",
                      "ad_group: < name: '{}' > update_mask: < paths: 'display_name' >"},
                     {"AdService.Resume", "name: '{}'"},
                     {"AdService.AppealReview", "ad_group: '{}'"},
                     {"AdService.DeleteAdGroup", "name: '{}'"}});
  ExpectLikeNothing(
      other_->ad, mine_->ad,
      {{"AdService.GetAd", "name: '{}'"},
       {"AdService.UpdateAd", "ad: < name: '{}' > update_mask: < paths: 'display_name' >"},
       {"AdService.GetReview", "ad: '{}'"},
       {"AdService.DeleteAd", "name: '{}'"}});
}

TEST_F(UnknownNamesTest, OfOperations) {
  ExpectLikeNothing(
      Operation(*other_), Operation(*mine_),
      {{"OperationService.GetOperation", "name: '{}'"},
       {"OperationService.WaitOperation", "name: '{}'"},
       {"OperationService.CancelOperation", "name: '{}'"},
       {"OperationService.ResolveOperation", "name: '{}' finding: FINDING_DID_NOT_HAPPEN"}});
}

TEST_F(UnknownNamesTest, OfWebhookEndpoints) {
  const auto make = [](const Story& story) {  // nothing is ever sent to it
    return story.api
        .Ask<v1::CreateWebhookEndpointResponse>(
            "WebhookEndpointService.CreateWebhookEndpoint",
            "parent: '{}' webhook_endpoint: < url: 'https://example.com' event_types: 'never' >",
            story.workspace)
        .value()
        .webhook_endpoint()
        .name();
  };
  ExpectLikeNothing(
      make(*other_), make(*mine_),
      {{"WebhookEndpointService.GetWebhookEndpoint", "name: '{}'"},
       {"WebhookEndpointService.UpdateWebhookEndpoint",
        "webhook_endpoint: < name: '{}' > update_mask: < paths: 'display_name' >"},
       {"WebhookEndpointService.DeleteWebhookEndpoint", "name: '{}'"},
       {"WebhookEndpointService.RotateWebhookSecret", "name: '{}'"},
       {"WebhookEndpointService.ListWebhookDeliveries", "parent: '{}'"},
       {"WebhookEndpointService.ReplayWebhookEvents", "name: '{}' first_number: 1 last_number: 1"},
       {"WebhookEndpointService.TestWebhookEndpoint", "name: '{}'"}});
}

TEST_F(UnknownNamesTest, OfWorkspaces) {
  const char* const finish = "parent: '{}' redirect_address: 'http://127.0.0.1/?code=c&state=s'";
  const std::vector<Row> rows = {
      {"WorkspaceService.GetWorkspace", "name: '{}'"},
      {"WorkspaceService.DiagnoseWorkspace", "name: '{}'"},
      {"WorkspaceService.UpdateWorkspace",
       "workspace: < name: '{}' > update_mask: < paths: 'display_name' >"},
      {"WorkspaceService.ResetWorkspace", "name: '{}'"},
      {"WorkspaceService.CreateApiKey", "parent: '{}' api_key: < role: ROLE_ADMIN >"},
      {"WorkspaceService.ListApiKeys", "parent: '{}'"},
      {"CreatorService.StartCreatorConnect", "parent: '{}'"},
      {"CreatorService.FinishCreatorConnect", finish},
      {"CreatorService.ListCreators", "parent: '{}'"},
      {"CreatorService.ListCodes", "parent: '{}'"},
      {"AdvertiserService.StartAdvertiserConnect", "parent: '{}'"},
      {"AdvertiserService.FinishAdvertiserConnect", finish},
      {"AdvertiserService.ListAdvertisers", "parent: '{}'"},
      {"AdvertiserService.ListAdAccounts", "parent: '{}'"},
      {"AdService.ListCampaigns", "parent: '{}'"},
      {"AdService.ListAdGroups", "parent: '{}'"},
      {"AdService.ListAds", "parent: '{}'"},
      {"OperationService.ListOperations", "parent: '{}'"},
      {"EventService.ListEvents", "parent: '{}'"},
      {"EventService.WatchEvents", "parent: '{}'"},
      {"LedgerService.ListEntries", "parent: '{}'"},
      {"LedgerService.GetHead", "parent: '{}'"},
      {"LedgerService.ListUses", "parent: '{}' item_id: '1'"},
      {"WebhookEndpointService.CreateWebhookEndpoint",
       "parent: '{}' webhook_endpoint: < url: 'https://example.com' >"},
      {"WebhookEndpointService.ListWebhookEndpoints", "parent: '{}'"},
      {"TimeService.GetClock", "workspace: '{}'"},
      {"TimeService.Advance", "workspace: '{}' by: < seconds: 1 >"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.method);
    const std::string never_was = Answer(row, "workspaces/never");
    EXPECT_TRUE(never_was.starts_with("NOT_FOUND RESOURCE_NOT_FOUND: ")) << never_was;
    EXPECT_EQ(Answer(row, other_->workspace), never_was);
  }
}

// Names inside a draft, and in the filters of lists.
TEST_F(UnknownNamesTest, InsideARequest) {
  const std::string parent = "parent: '" + mine_->workspace + "' ";
  const std::string campaign =
      parent + "campaign: < ad_account: '{}' display_name: 'x' objective: OBJECTIVE_TRAFFIC >";
  const std::string group = parent +
                            "ad_group: < campaign: '{}' display_name: 'x' optimization_goal: "
                            "'CLICK' budget_mode: BUDGET_MODE_DAY budget_micros: 50000000 "
                            "location_ids: '6252001' >";
  const std::string ad =
      parent + "ad: < ad_group: '{}' display_name: 'x' spark_post: '" + mine_->spark_post + "' >";
  const std::string post =
      parent + "ad: < ad_group: '" + mine_->ad_group + "' display_name: 'x' spark_post: '{}' >";
  const std::string of_account = parent + "ad_account: '{}'";
  const std::string of_campaign = parent + "campaign: '{}'";
  const std::string of_group = parent + "ad_group: '{}'";
  const std::string of_creator = parent + "creator: '{}'";
  struct Case {
    Row row;
    std::string theirs;
  };
  for (const Case& inside :
       {Case{{"AdService.CreateCampaign", campaign.c_str()}, other_->ad_account},
        Case{{"AdService.CreateAdGroup", group.c_str()}, other_->campaign},
        Case{{"AdService.CreateAd", ad.c_str()}, other_->ad_group},
        Case{{"AdService.CreateAd", post.c_str()}, other_->spark_post},
        Case{{"AdService.ListCampaigns", of_account.c_str()}, other_->ad_account},
        Case{{"AdService.ListAdGroups", of_campaign.c_str()}, other_->campaign},
        Case{{"AdService.ListAds", of_group.c_str()}, other_->ad_group},
        Case{{"AdService.ListAds", of_campaign.c_str()}, other_->campaign},
        Case{{"CreatorService.ListCodes", of_creator.c_str()}, other_->creator}}) {
    SCOPED_TRACE(inside.theirs);
    const std::string never_was = Answer(inside.row, In("workspaces/never", inside.theirs));
    EXPECT_FALSE(never_was.starts_with("OK")) << never_was;
    EXPECT_EQ(Answer(inside.row, inside.theirs), never_was);
  }
}

TEST_F(UnknownNamesTest, ThatAreNoNames) {
  for (const char* name : {"", "codes", "workspaces/mine1/codes/", "workspaces//codes/x",
                           "workspaces/mine1/creators/x", "workspaces/mine1/codes/x/y"}) {
    EXPECT_EQ(Describe(mine_->api.Try("CreatorService.GetCode", "name: '{}'", name)),
              "INVALID_ARGUMENT INVALID_FIELD name")
        << name;
  }
}

TEST_F(UnknownNamesTest, AndDurationsThatDoNotExist) {
  for (const int days : {-30, 1, 29, 31, 45, 90, 366, 2'000'000'000}) {
    EXPECT_EQ(Describe(mine_->api.Try("CreatorService.GenerateCode", "post: '{}' duration_days: {}",
                                      mine_->post, days)),
              "INVALID_ARGUMENT INVALID_FIELD duration_days");
  }
  for (const int days : {0, -30, 1, 45, 366}) {
    EXPECT_EQ(Describe(mine_->api.Try("CreatorService.ExtendCode", "name: '{}' add_days: {}",
                                      mine_->code, days)),
              "INVALID_ARGUMENT INVALID_FIELD add_days");
  }
  EXPECT_EQ(mine_->GetCode().duration_days(), 30);
}

}  // namespace
}  // namespace sparkgate::integration
