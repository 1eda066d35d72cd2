// Every list, followed page by page.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/api/testing/api_fixture.h"
#include "server/store/testing/samples.h"
#include "server/usecases/events.h"

namespace sparkgate::server {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct List {
  const char* method;
  std::string request;
};

const std::vector<List>& WorkspaceLists() {
  static const auto* lists = new std::vector<List>{
      {"WorkspaceService/ListApiKeys", "parent: 'workspaces/w'"},
      {"CreatorService/ListCreators", "parent: 'workspaces/w'"},
      {"CreatorService/ListPosts", "parent: 'workspaces/w/creators/1'"},
      {"CreatorService/ListCodes", "parent: 'workspaces/w'"},
      {"AdvertiserService/ListAdvertisers", "parent: 'workspaces/w'"},
      {"AdvertiserService/ListAdAccounts", "parent: 'workspaces/w'"},
      {"LibraryService/ListSparkPosts", "parent: 'workspaces/w/adAccounts/account-1'"},
      {"LibraryService/ListSparkPosts", "parent: 'workspaces/w/adAccounts/-'"},
      {"LibraryService/ListSparkPosts", "parent: 'workspaces/w/adAccounts/-' query: 'Zo'"},
      {"LibraryService/ListImportedCodes", "parent: 'workspaces/w/operations/1'"},
      {"LibraryService/ListImportedCodes",
       "parent: 'workspaces/w/operations/1' state: IMPORTED_CODE_STATE_FAILED"},
      {"AdService/ListCampaigns", "parent: 'workspaces/w'"},
      {"AdService/ListAdGroups", "parent: 'workspaces/w'"},
      {"AdService/ListAds", "parent: 'workspaces/w'"},
      {"OperationService/ListOperations", "parent: 'workspaces/w'"},
      {"EventService/ListEvents", "parent: 'workspaces/w'"},
      {"EventService/ListEvents", "parent: 'workspaces/w' types: 'thing.*'"},
      {"WebhookEndpointService/ListWebhookEndpoints", "parent: 'workspaces/w'"},
      {"WebhookEndpointService/ListWebhookDeliveries", "parent: 'workspaces/w/webhookEndpoints/1'"},
      {"WebhookEndpointService/ListWebhookDeliveries",
       "parent: 'workspaces/w/webhookEndpoints/1' state: WEBHOOK_DELIVERY_STATE_GIVEN_UP"},
      {"LedgerService/ListEntries", "parent: 'workspaces/w'"},
      {"LedgerService/ListEntries", "parent: 'workspaces/w' item_id: 'item'"},
      {"LedgerService/ListUses", "parent: 'workspaces/w' item_id: 'item'"}};
  return *lists;
}
const std::vector<List>& ServerLists() {
  static const auto* lists =
      new std::vector<List>{{"WorkspaceService/ListWorkspaces", ""}, {"AppService/ListApps", ""}};
  return *lists;
}

class ListsTest : public ApiFixture {
 protected:
  ListsTest() {
    for (const char* id : {"v", "x"}) server_.AddWorkspace(id);
    PutTestCreator(server_, workspace_, "1");
    Write([&](Transaction& tx) -> absl::Status {
      SG_RETURN_IF_ERROR(tx.ad_accounts().Put(SampleAdAccount("w", "account-1")));
      SG_RETURN_IF_ERROR(tx.code_imports().Put(SampleCodeImport("w", "1")));
      for (const std::string id : {"1", "2", "3"}) {
        SG_RETURN_IF_ERROR(tx.apps().Insert(SampleApp(id)));
        SG_RETURN_IF_ERROR(tx.api_keys().Insert(SampleApiKey("w", id)));
        if (id != "1") SG_RETURN_IF_ERROR(tx.creators().Put(SampleCreator("w", id)));
        SG_RETURN_IF_ERROR(tx.codes().Put(SampleCode("w", id)));
        SG_RETURN_IF_ERROR(tx.code_imports().PutItem(SampleImportItem("w", "1", std::stoi(id))));
        SG_RETURN_IF_ERROR(tx.advertisers().Put(SampleAdvertiser("w", id)));
        SG_RETURN_IF_ERROR(tx.ad_accounts().Put(SampleAdAccount("w", id)));
        SG_RETURN_IF_ERROR(tx.spark_posts().Put(SampleSparkPost("w", id)));
        SG_RETURN_IF_ERROR(tx.campaigns().Put(SampleCampaign("w", id)));
        SG_RETURN_IF_ERROR(tx.ad_groups().Put(SampleAdGroup("w", id)));
        SG_RETURN_IF_ERROR(tx.ads().Put(SampleAd("w", id)));
        SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(SampleWebhookEndpoint("w", id)));
        SG_RETURN_IF_ERROR(
            tx.webhook_deliveries().Put(SampleWebhookDelivery("w", "1", std::stoi(id))));
        Operation operation = SampleOperation("w", id);
        operation.parent = "";
        SG_RETURN_IF_ERROR(tx.operations().Put(operation));
        SG_RETURN_IF_ERROR(AppendEvent(tx, "w", "thing.made", "things/" + id, kTestWorldStart));
        SG_RETURN_IF_ERROR(AppendEvent(tx, "w", "ad.published", "ads/" + id, kTestWorldStart,
                                       {{"item_id", "item"}, {"spark_post", "post"}}));
      }
      return absl::OkStatus();
    });
    // TikTok pages by a cursor of its own.
    EXPECT_CALL(tiktok_.creator_api, ListPosts)
        .WillRepeatedly([](const auto&, const tiktok::CreatorPostsQuery& query) {
          tiktok::CreatorPostPage page;
          int64_t at = query.cursor.value_or(0);
          for (; at < 3 && std::ssize(page.posts) < query.max_count; ++at) {
            page.posts.push_back({.item_id = std::to_string(7300 - at)});
          }
          page.cursor = at;
          page.has_more = at < 3;
          return page;
        });
  }

  struct Page {
    std::vector<std::string> rows;  // their numbers or first fields
    std::string next;
  };
  absl::StatusOr<Page> Read(const List& list, int size, const std::string& token) {
    SG_ASSIGN_OR_RETURN(const auto answer,
                        Ask(list.method, fmt::format("{} page_size: {} page_token: '{}'",
                                                     list.request, size, token)));
    const auto* type = answer->GetDescriptor();
    const auto* reflection = answer->GetReflection();
    const FieldDescriptor* rows = type->field(0);
    Page page{.rows = {},
              .next = reflection->GetString(*answer, type->FindFieldByName("next_page_token"))};
    for (int i = 0; i < reflection->FieldSize(*answer, rows); ++i) {
      const Message& row = reflection->GetRepeatedMessage(*answer, rows, i);
      const FieldDescriptor* number = row.GetDescriptor()->FindFieldByName("number");
      page.rows.push_back(number != nullptr
                              ? std::to_string(row.GetReflection()->GetInt64(row, number))
                              : row.GetReflection()->GetString(row, row.GetDescriptor()->field(0)));
    }
    return page;
  }

  void ExpectAllOnce(const List& list) {
    SCOPED_TRACE(list.method + (": " + list.request));
    const auto whole = Read(list, 20, "");
    ASSERT_TRUE(whole.ok()) << whole.status();
    ASSERT_GE(whole->rows.size(), 3u);
    EXPECT_EQ(whole->next, "");
    EXPECT_EQ(std::set(whole->rows.begin(), whole->rows.end()).size(), whole->rows.size());

    std::vector<std::string> seen;
    std::string token;
    for (size_t pages = 0; pages <= whole->rows.size(); ++pages) {
      const auto page = Read(list, 1, token);
      ASSERT_TRUE(page.ok()) << page.status();
      ASSERT_LE(page->rows.size(), 1u);
      seen.insert(seen.end(), page->rows.begin(), page->rows.end());
      token = page->next;
      if (token.empty()) break;
    }
    EXPECT_EQ(seen, whole->rows);

    std::string tampered = Read(list, 1, "")->next;
    ASSERT_NE(tampered, "");
    tampered[0] = tampered[0] == 'A' ? 'B' : 'A';
    for (const std::string& wrong : {tampered, std::string("AAAA"), std::string("no token!")}) {
      EXPECT_EQ(ReasonOf(Read(list, 1, wrong).status()), "PAGE_TOKEN_INVALID") << wrong;
    }
  }
};

TEST_F(ListsTest, OfAWorkspaceShowAllOnce) {
  for (const List& list : WorkspaceLists()) ExpectAllOnce(list);
}

TEST_F(ListsTest, OfTheServerShowAllOnce) {
  caller_ = server_admin_;
  for (const List& list : ServerLists()) ExpectAllOnce(list);
}

TEST_F(ListsTest, NoneIsLeftOut) {
  std::set<std::string_view> tested;
  for (const auto* lists : {&WorkspaceLists(), &ServerLists()}) {
    for (const List& list : *lists) tested.insert(list.method);
  }
  for (const auto& [path, method] : table_.methods()) {
    if (method.request_prototype->GetDescriptor()->FindFieldByName("page_token") == nullptr)
      continue;
    EXPECT_TRUE(tested.contains(std::string_view(path).substr(14))) << path;
  }
}

TEST_F(ListsTest, OfAParentThatIsNotThereAreRefused) {
  for (const List& list :
       {List{"CreatorService/ListPosts", "parent: 'workspaces/w/creators/none'"},
        List{"LibraryService/ListSparkPosts", "parent: 'workspaces/w/adAccounts/none'"},
        List{"WebhookEndpointService/ListWebhookDeliveries",
             "parent: 'workspaces/w/webhookEndpoints/none'"}}) {
    const ErrorDetail detail = DetailOf(Read(list, 20, "").status());
    EXPECT_EQ(detail.reason, "RESOURCE_NOT_FOUND") << list.method;
    EXPECT_TRUE(detail.resource_name.ends_with("/none")) << detail.resource_name;
  }
}

// A page that starts over would show the same posts for ever.
TEST_F(ListsTest, ACursorThatIsNoNumberIsRefused) {
  const List posts{"CreatorService/ListPosts", "parent: 'workspaces/w/creators/1'"};
  const std::string token = Read(posts, 1, "")->next;
  ASSERT_NE(token, "");
  EXPECT_EQ(ReasonOf(Read(posts, 1, token + "QUJD").status()), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace sparkgate::server
