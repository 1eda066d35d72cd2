// Every statement that the SQL store prepares goes by an index, also in a large store: SQLite's
// plans know no sizes unless asked to measure.
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/sql/event_rows.h"
#include "server/store/sql/transaction.h"
#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/session.h"
#include "server/store/sqlite/sqlite_error.h"
#include "server/store/testing/samples.h"
#include "server/store/testing/scratch_folder.h"

namespace sparkgate::server {
namespace {

// What a plan may say although it isn't a plain search, by a part of the statement, and why.
const std::map<std::string, std::string> kAllowed = {
    // All operations that a crash left, of all workspaces: the index holds running ones alone.
    {"WHERE state = 2 AND sent_by <> ?", "SCAN operations USING INDEX operations_running"},
};

// Calls everything there is, with each filter that changes a statement.
absl::Status CallEverything(Transaction& t) {
  for (const std::string after : {"", "a"}) {
    const Page page = {.after = after, .limit = 1};
    SG_RETURN_IF_ERROR(t.workspaces().List(page).status());
    SG_RETURN_IF_ERROR(t.apps().List(page).status());
    SG_RETURN_IF_ERROR(t.api_keys().List("w", page).status());
    SG_RETURN_IF_ERROR(t.creators().List("w", page).status());
    SG_RETURN_IF_ERROR(t.advertisers().List("w", page).status());
    SG_RETURN_IF_ERROR(t.ad_accounts().List("w", page).status());
    SG_RETURN_IF_ERROR(t.webhook_endpoints().List("w", page).status());
    for (const std::string any : {"", "x"}) {
      SG_RETURN_IF_ERROR(t.campaigns().List("w", any, page).status());
      SG_RETURN_IF_ERROR(t.ad_groups().List("w", any, page).status());
      for (const auto state : {CodeState::kNotUsed, CodeState::kExpired, CodeState::kDeleted}) {
        SG_RETURN_IF_ERROR(t.codes().List("w", {any, state, {}}, page).status());
      }
      SG_RETURN_IF_ERROR(t.codes().List("w", {any, {}, {}}, page).status());
      for (const std::string query : {"", "x"}) {
        const std::string position = after.empty() ? "" : "1/a/b";
        for (const auto state : {SparkPostState::kAuthorized, SparkPostState::kUnauthorized}) {
          SG_RETURN_IF_ERROR(
              t.spark_posts().List("w", {any, query, state, {}}, {position, 1}).status());
        }
        SG_RETURN_IF_ERROR(t.spark_posts().List("w", {any, query, {}, {}}, {position, 1}).status());
      }
    }
    for (int filters = 0; filters < 32; ++filters) {
      const auto given = [&](int bit) { return (filters >> bit & 1) != 0 ? "x" : ""; };
      AdTable::Filter filter = {given(0), given(1), given(2), given(3), {}};
      if ((filters >> 4 & 1) != 0) filter.stage = Stage::kLive;
      SG_RETURN_IF_ERROR(t.ads().List("w", filter, page).status());
    }
    SG_RETURN_IF_ERROR(t.operations().List("w", {}, page).status());
    SG_RETURN_IF_ERROR(t.operations().List("w", OperationState::kDone, page).status());
    SG_RETURN_IF_ERROR(t.operations().List("w", OperationState::kUnknown, page).status());
  }
  SG_RETURN_IF_ERROR(t.workspaces().Get("w").status());
  SG_RETURN_IF_ERROR(t.workspaces().Insert(SampleWorkspace("w")));
  SG_RETURN_IF_ERROR(t.workspaces().Update(SampleWorkspace("w")));
  SG_RETURN_IF_ERROR(t.apps().Get("a").status());
  SG_RETURN_IF_ERROR(t.apps().InUse("a").status());
  SG_RETURN_IF_ERROR(t.apps().Insert(SampleApp("a")));
  SG_RETURN_IF_ERROR(t.apps().Update(SampleApp("a")));
  SG_RETURN_IF_ERROR(t.apps().Erase("a"));
  SG_RETURN_IF_ERROR(t.api_keys().Get("w", "k").status());
  SG_RETURN_IF_ERROR(t.api_keys().FindByHash("h").status());
  SG_RETURN_IF_ERROR(t.api_keys().Insert(SampleApiKey("w", "k")));
  SG_RETURN_IF_ERROR(t.api_keys().Update(SampleApiKey("w", "k")));
  SG_RETURN_IF_ERROR(t.request_ids().Get("w", "p", "m", "r").status());
  SG_RETURN_IF_ERROR(t.request_ids().Insert(SampleRequestIdUse("w", "r")));
  SG_RETURN_IF_ERROR(t.request_ids().Erase("w", "p", "m", "r"));
  SG_RETURN_IF_ERROR(t.request_ids().EraseBefore(SampleTime(0)));
  SG_RETURN_IF_ERROR(t.creators().Get("w", "c").status());
  SG_RETURN_IF_ERROR(t.creators().FindByOpenId("w", "o").status());
  SG_RETURN_IF_ERROR(t.creators().Put(SampleCreator("w", "c")));
  SG_RETURN_IF_ERROR(t.advertisers().Get("w", "a").status());
  SG_RETURN_IF_ERROR(t.advertisers().Put(SampleAdvertiser("w", "a")));
  SG_RETURN_IF_ERROR(t.ad_accounts().Get("w", "a").status());
  SG_RETURN_IF_ERROR(t.ad_accounts().Put(SampleAdAccount("w", "a")));
  SG_RETURN_IF_ERROR(t.connect_states().Get("w", "s").status());
  SG_RETURN_IF_ERROR(t.connect_states().Insert(SampleConnectState("w", "s")));
  SG_RETURN_IF_ERROR(t.connect_states().Erase("w", "s"));
  SG_RETURN_IF_ERROR(t.connect_states().EraseExpired("w", SampleTime(0)));
  SG_RETURN_IF_ERROR(t.codes().Get("w", "c").status());
  SG_RETURN_IF_ERROR(t.code_imports().Get("w", "i").status());
  SG_RETURN_IF_ERROR(t.code_imports().Put(SampleCodeImport("w", "i")));
  SG_RETURN_IF_ERROR(t.code_imports().FindItem("w", "i", "h").status());
  SG_RETURN_IF_ERROR(t.code_imports().ListItems("w", "i", {}, 0, 1).status());
  SG_RETURN_IF_ERROR(
      t.code_imports().ListItems("w", "i", ImportItemState::kWaiting, 0, 1).status());
  SG_RETURN_IF_ERROR(t.code_imports().PutItem(SampleImportItem("w", "i", 1)));
  SG_RETURN_IF_ERROR(t.code_imports().CancelWaiting("w", "i").status());
  SG_RETURN_IF_ERROR(t.codes().GetTimed("w", "c").status());
  SG_RETURN_IF_ERROR(t.codes().FindByLookup("w", "h").status());
  SG_RETURN_IF_ERROR(t.codes().FindByPost("w", "c", "i").status());
  SG_RETURN_IF_ERROR(t.codes().HasDeleted("w", "c", "i").status());
  SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", "c")));
  SG_RETURN_IF_ERROR(t.spark_posts().Get("w", "a", "i").status());
  SG_RETURN_IF_ERROR(t.spark_posts().ListByItem("w", "i").status());
  SG_RETURN_IF_ERROR(t.spark_posts().Count("w", "a").status());
  SG_RETURN_IF_ERROR(t.spark_posts().Put(SampleSparkPost("w", "i")));
  SG_RETURN_IF_ERROR(t.campaigns().Get("w", "c").status());
  SG_RETURN_IF_ERROR(t.campaigns().Put(SampleCampaign("w", "c")));
  SG_RETURN_IF_ERROR(t.ad_groups().Get("w", "g").status());
  SG_RETURN_IF_ERROR(t.campaigns().FindByTikTokId("w", "t").status());
  SG_RETURN_IF_ERROR(t.ad_groups().FindByTikTokId("w", "t").status());
  SG_RETURN_IF_ERROR(t.ad_groups().Put(SampleAdGroup("w", "g")));
  SG_RETURN_IF_ERROR(t.ads().Get("w", "a").status());
  SG_RETURN_IF_ERROR(t.ads().FindByTikTokId("w", "t").status());
  SG_RETURN_IF_ERROR(t.ads().ListMirrors("w", "a", false).status());
  SG_RETURN_IF_ERROR(t.ads().ListMirrors("w", "a", true).status());
  SG_RETURN_IF_ERROR(t.ads().Put(SampleAd("w", "a")));
  SG_RETURN_IF_ERROR(t.operations().Get("w", "o").status());
  SG_RETURN_IF_ERROR(t.operations().ListItems("w", "p").status());
  SG_RETURN_IF_ERROR(t.operations().FindOpen("w", "", "t").status());
  SG_RETURN_IF_ERROR(t.operations().FindOpen("w", "k", "t").status());
  SG_RETURN_IF_ERROR(t.operations().ListOrphans("p").status());
  SG_RETURN_IF_ERROR(t.operations().Put(SampleOperation("w", "o")));
  SG_RETURN_IF_ERROR(t.events().List("w", 0, 1).status());
  SG_RETURN_IF_ERROR(t.events().LastNumber("w").status());
  SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", "r")));
  SG_RETURN_IF_ERROR(t.audit().List("w", 0, 1).status());
  SG_RETURN_IF_ERROR(t.audit().Append(SampleAuditEntry("w", "r")));
  SG_RETURN_IF_ERROR(t.webhook_endpoints().Get("w", "e").status());
  SG_RETURN_IF_ERROR(t.webhook_endpoints().Put(SampleWebhookEndpoint("w", "e")));
  SG_RETURN_IF_ERROR(t.webhook_deliveries().Get("w", "e", 1).status());
  SG_RETURN_IF_ERROR(t.webhook_deliveries().ListPending("w", "e", 1).status());
  SG_RETURN_IF_ERROR(t.webhook_deliveries().CountPending("w", "e").status());
  SG_RETURN_IF_ERROR(t.webhook_deliveries().List("w", "e", {}, 9, 1).status());
  SG_RETURN_IF_ERROR(
      t.webhook_deliveries().List("w", "e", WebhookDeliveryState::kPending, 9, 1).status());
  SG_RETURN_IF_ERROR(t.webhook_deliveries().Put(SampleWebhookDelivery("w", "e", 1)));
  SG_RETURN_IF_ERROR(t.webhook_deliveries().EraseOver("w", "e", 1));
  SG_RETURN_IF_ERROR(t.webhook_endpoints().Erase("w", "e"));
  SG_RETURN_IF_ERROR(t.work().ListDue("w", SampleTime(0), 1).status());
  SG_RETURN_IF_ERROR(t.work().NextDue("w").status());
  SG_RETURN_IF_ERROR(t.work().Get("w", "k", "s").status());
  SG_RETURN_IF_ERROR(t.work().Put(SampleWorkItem("w", "s")));
  return t.work().Erase("w", "k", "s");
}

std::string PlanOf(soci::session& session, const std::string& sql) {
  std::string plan;
  const auto collect = [](void* out, int, char** values, char**) {
    *static_cast<std::string*>(out) += std::string(values[3]) + "\n";
    return 0;
  };
  const std::string explain = "EXPLAIN QUERY PLAN " + sql;
  EXPECT_EQ(
      sqlite_api::sqlite3_exec(sqlite::Handle(session), explain.c_str(), collect, &plan, nullptr),
      SQLITE_OK)
      << sql;
  return plan;
}

TEST(PlanTest, EveryStatementGoesByAnIndex) {
  ScratchFolder folder;
  const std::string path = folder.Path("sparkgate.db");
  absl::StatusOr<sqlite::Session> session = sqlite::Session::Open(path);
  ASSERT_TRUE(session.ok()) << session.status();
  ASSERT_TRUE(sqlite::Migrate(*session).ok());
  const sqlite::SqliteEngine engine(path);
  sql::Connection connection(std::move(*session).Release(), engine);
  sql::SqlTransaction transaction(connection);
  ASSERT_TRUE(connection.Command("BEGIN").ok());
  const absl::Status called = CallEverything(transaction);
  ASSERT_TRUE(called.ok()) << called;
  ASSERT_TRUE(sql::AssignNumbers(connection, transaction.appended()).ok());
  ASSERT_TRUE(transaction.workspaces().Erase("w", /*keep_access=*/false).ok());
  ASSERT_TRUE(transaction.PutMeta("a", "b").ok());
  ASSERT_TRUE(transaction.GetMeta("a").ok());
  ASSERT_TRUE(connection.Command("COMMIT").ok());

  int explained = 0;
  for (const std::string& sql : connection.PreparedSql()) {
    std::string plan = PlanOf(connection.session(), sql);
    for (const auto& [part, allowed] : kAllowed) {
      if (sql.find(part) == std::string::npos) continue;
      const size_t at = plan.find(allowed);
      if (at != std::string::npos) plan.erase(at, allowed.size());
    }
    EXPECT_EQ(plan.find("SCAN"), std::string::npos) << sql << "\n" << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << sql << "\n" << plan;
    ++explained;
  }
  EXPECT_GT(explained, 100);
}

}  // namespace
}  // namespace sparkgate::server
