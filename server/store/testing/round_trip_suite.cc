// What is put comes back as it was, field by field, and only in its own workspace.
#include "server/store/testing/store_suite.h"

namespace sparkgate::server {
namespace {

using testing::Optional;

TEST_P(StoreSuite, WorkspacesComeBackWhole) {
  const Workspace sample = SampleWorkspace("w");
  Workspace plain;
  plain.id = "plain";
  Write([&](Transaction& t) { return t.workspaces().Insert(sample); });
  Write([&](Transaction& t) { return t.workspaces().Insert(plain); });
  EXPECT_THAT(Read([](auto& t) { return t.workspaces().Get("w"); }), Optional(sample));
  EXPECT_THAT(Read([](auto& t) { return t.workspaces().Get("plain"); }), Optional(plain));
  EXPECT_EQ(Read([](auto& t) { return t.workspaces().Get("x"); }), std::nullopt);

  Workspace changed = plain;
  changed.id = "w";
  Write([&](Transaction& t) { return t.workspaces().Update(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.workspaces().Get("w"); }), Optional(changed));
  EXPECT_THAT(Read([](auto& t) { return t.workspaces().Get("plain"); }), Optional(plain));
}

TEST_P(StoreSuite, AppsComeBackWhole) {
  const App sample = SampleApp("a");
  Write([&](Transaction& t) { return t.apps().Insert(sample); });
  EXPECT_THAT(Read([](auto& t) { return t.apps().Get("a"); }), Optional(sample));
  App changed;
  changed.id = "a";
  Write([&](Transaction& t) { return t.apps().Update(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.apps().Get("a"); }), Optional(changed));
  Write([](Transaction& t) { return t.apps().Erase("a"); });
  EXPECT_EQ(Read([](auto& t) { return t.apps().Get("a"); }), std::nullopt);
}

TEST_P(StoreSuite, ApiKeysComeBackWhole) {
  const ApiKey sample = SampleApiKey("w", "k");
  const ApiKey servers = SampleApiKey("", "k");
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.api_keys().Insert(sample));
    return t.api_keys().Insert(servers);
  });
  EXPECT_THAT(Read([](auto& t) { return t.api_keys().Get("w", "k"); }), Optional(sample));
  EXPECT_THAT(Read([](auto& t) { return t.api_keys().Get("", "k"); }), Optional(servers));
  EXPECT_THAT(Read([&](auto& t) { return t.api_keys().FindByHash(sample.secret_hash); }),
              Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.api_keys().FindByHash("no hash"); }), std::nullopt);
  ApiKey changed;
  changed.workspace = "w";
  changed.id = "k";
  Write([&](Transaction& t) { return t.api_keys().Update(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.api_keys().Get("w", "k"); }), Optional(changed));
}

TEST_P(StoreSuite, RequestIdsComeBackWhole) {
  const RequestIdUse sample = SampleRequestIdUse("w", "r");
  const auto get = [&](auto& t) {
    return t.request_ids().Get("w", sample.principal, sample.method, "r");
  };
  Write([&](Transaction& t) { return t.request_ids().Insert(sample); });
  EXPECT_THAT(Read(get), Optional(sample));
  Write([&](Transaction& t) { return t.request_ids().EraseBefore(sample.create_time); });
  EXPECT_THAT(Read(get), Optional(sample));
  Write([&](Transaction& t) {
    return t.request_ids().EraseBefore(sample.create_time + absl::Microseconds(1));
  });
  EXPECT_EQ(Read(get), std::nullopt);
  Write([&](Transaction& t) { return t.request_ids().Insert(sample); });
  for (const char* other : {"v", "w"}) {
    Write([&](Transaction& t) {
      return t.request_ids().Erase(other, sample.principal, sample.method, "s");
    });
  }
  Write([&](Transaction& t) {
    return t.request_ids().Erase("v", sample.principal, sample.method, "r");
  });
  EXPECT_THAT(Read(get), Optional(sample));
  Write([&](Transaction& t) {
    return t.request_ids().Erase("w", sample.principal, sample.method, "r");
  });
  EXPECT_EQ(Read(get), std::nullopt);
}

TEST_P(StoreSuite, CreatorsComeBackWhole) {
  const Creator sample = SampleCreator("w", "c");
  Write([&](Transaction& t) { return t.creators().Put(sample); });
  EXPECT_THAT(Read([](auto& t) { return t.creators().Get("w", "c"); }), Optional(sample));
  EXPECT_THAT(Read([](auto& t) { return t.creators().FindByOpenId("w", "open-c"); }),
              Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.creators().Get("v", "c"); }), std::nullopt);
  EXPECT_EQ(Read([](auto& t) { return t.creators().FindByOpenId("v", "open-c"); }), std::nullopt);
  Creator changed;
  changed.workspace = "w";
  changed.id = "c";
  Write([&](Transaction& t) { return t.creators().Put(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.creators().Get("w", "c"); }), Optional(changed));
}

TEST_P(StoreSuite, AdvertisersAndAccountsComeBackWhole) {
  const Advertiser advertiser = SampleAdvertiser("w", "a");
  const AdAccount account = SampleAdAccount("w", "a");
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.advertisers().Put(advertiser));
    return t.ad_accounts().Put(account);
  });
  EXPECT_THAT(Read([](auto& t) { return t.advertisers().Get("w", "a"); }), Optional(advertiser));
  EXPECT_THAT(Read([](auto& t) { return t.ad_accounts().Get("w", "a"); }), Optional(account));
  EXPECT_EQ(Read([](auto& t) { return t.advertisers().Get("v", "a"); }), std::nullopt);
  EXPECT_EQ(Read([](auto& t) { return t.ad_accounts().Get("v", "a"); }), std::nullopt);
}

TEST_P(StoreSuite, ConnectStatesComeBackWholeAndGo) {
  const ConnectState sample = SampleConnectState("w", "s");
  const auto get = [](auto& t) { return t.connect_states().Get("w", "s"); };
  Write([&](Transaction& t) { return t.connect_states().Insert(sample); });
  EXPECT_THAT(Read(get), Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.connect_states().Get("v", "s"); }), std::nullopt);
  Write([](Transaction& t) { return t.connect_states().Erase("v", "s"); });
  EXPECT_THAT(Read(get), Optional(sample));
  Write([&](Transaction& t) {
    return t.connect_states().EraseExpired("w", sample.expire_time - absl::Microseconds(1));
  });
  Write([&](Transaction& t) { return t.connect_states().EraseExpired("v", sample.expire_time); });
  EXPECT_THAT(Read(get), Optional(sample));
  Write([&](Transaction& t) { return t.connect_states().EraseExpired("w", sample.expire_time); });
  EXPECT_EQ(Read(get), std::nullopt);
  Write([&](Transaction& t) { return t.connect_states().Insert(sample); });
  Write([](Transaction& t) { return t.connect_states().Erase("w", "s"); });
  EXPECT_EQ(Read(get), std::nullopt);
}

TEST_P(StoreSuite, ImportsComeBackWhole) {
  const CodeImport sample = SampleCodeImport("w", "i");
  Write([&](Transaction& t) { return t.code_imports().Put(sample); });
  EXPECT_THAT(Read([](auto& t) { return t.code_imports().Get("w", "i"); }), Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.code_imports().Get("v", "i"); }), std::nullopt);
  CodeImport changed;
  changed.workspace = "w";
  changed.id = "i";
  Write([&](Transaction& t) { return t.code_imports().Put(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.code_imports().Get("w", "i"); }), Optional(changed));
}

TEST_P(StoreSuite, ImportItemsComeBackByNumberAndState) {
  std::vector<ImportItem> items;
  for (const int64_t number : {1, 2, 3, 4}) {
    items.push_back(SampleImportItem("w", "i", number));
    if (number > 1) items.back().state = ImportItemState::kWaiting;
  }
  ImportItem others = SampleImportItem("w", "j", 1);
  others.state = ImportItemState::kWaiting;
  Write([&](Transaction& t) -> absl::Status {
    for (const ImportItem& item : items) SG_RETURN_IF_ERROR(t.code_imports().PutItem(item));
    return t.code_imports().PutItem(others);
  });
  const auto list = [&](std::optional<ImportItemState> state, int64_t after, int limit) {
    return Read([&](auto& t) { return t.code_imports().ListItems("w", "i", state, after, limit); });
  };
  EXPECT_EQ(list({}, 0, 9), items);
  EXPECT_THAT(list({}, 1, 2), testing::ElementsAre(items[1], items[2]));
  EXPECT_THAT(list(ImportItemState::kWaiting, 0, 2), testing::ElementsAre(items[1], items[2]));
  EXPECT_THAT(list(ImportItemState::kWaiting, 3, 9), testing::ElementsAre(items[3]));
  const auto find = [&](const char* code_import, const char* hash) {
    return Read([&](auto& t) { return t.code_imports().FindItem("w", code_import, hash); });
  };
  EXPECT_THAT(find("i", "hash-3"), Optional(3));
  EXPECT_EQ(find("j", "hash-3"), std::nullopt);
  EXPECT_EQ(find("i", ""), std::nullopt);

  Write([&](Transaction& t) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const int64_t cancelled, t.code_imports().CancelWaiting("w", "i"));
    EXPECT_EQ(cancelled, 3);
    return absl::OkStatus();
  });
  EXPECT_THAT(list({}, 0, 1), testing::ElementsAre(items[0]));
  const std::vector<ImportItem> gone = list(ImportItemState::kCancelled, 0, 9);
  ASSERT_EQ(gone.size(), 3u);
  for (const ImportItem& item : gone) EXPECT_EQ(item.arguments, "");
  EXPECT_THAT(Read([](auto& t) { return t.code_imports().ListItems("w", "j", {}, 0, 9); }),
              testing::ElementsAre(others));
}

TEST_P(StoreSuite, CodesComeBackWhole) {
  const Code sample = SampleCode("w", "c");
  Write([&](Transaction& t) { return t.codes().Put(sample); });
  EXPECT_THAT(Read([](auto& t) { return t.codes().Get("w", "c"); }), Optional(sample));
  EXPECT_THAT(Read([&](auto& t) { return t.codes().FindByLookup("w", sample.lookup_hash); }),
              Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.codes().Get("v", "c"); }), std::nullopt);
  EXPECT_EQ(Read([&](auto& t) { return t.codes().FindByLookup("v", sample.lookup_hash); }),
            std::nullopt);
  Code changed;
  changed.workspace = "w";
  changed.id = "c";
  Write([&](Transaction& t) { return t.codes().Put(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.codes().Get("w", "c"); }), Optional(changed));
  EXPECT_EQ(Read([](auto& t) { return t.codes().FindByLookup("w", ""); }), std::nullopt)
      << "a code without a hash isn't found by none";
}

TEST_P(StoreSuite, ACodeComesWithItsWorkspacesClock) {
  const Code code = SampleCode("w", "c");
  const Workspace workspace = SampleWorkspace("w");
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.workspaces().Insert(SampleWorkspace("v")));
    SG_RETURN_IF_ERROR(t.workspaces().Insert(workspace));
    return t.codes().Put(code);
  });
  const auto timed = Read([](auto& t) { return t.codes().GetTimed("w", "c"); });
  ASSERT_TRUE(timed.has_value());
  EXPECT_EQ(timed->code, code);
  EXPECT_EQ(timed->clock, static_cast<const WorkspaceClock&>(workspace));
  EXPECT_FALSE(Read([](auto& t) { return t.codes().GetTimed("v", "c"); }).has_value());
}

TEST_P(StoreSuite, SparkPostsComeBackWhole) {
  const SparkPost sample = SampleSparkPost("w", "i");
  const auto get = [](auto& t) { return t.spark_posts().Get("w", "account-1", "i"); };
  Write([&](Transaction& t) { return t.spark_posts().Put(sample); });
  EXPECT_THAT(Read(get), Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.spark_posts().Get("v", "account-1", "i"); }), std::nullopt);
  SparkPost changed;
  changed.workspace = "w";
  changed.ad_account = "account-1";
  changed.item_id = "i";
  Write([&](Transaction& t) { return t.spark_posts().Put(changed); });
  EXPECT_THAT(Read(get), Optional(changed));
}

TEST_P(StoreSuite, CampaignsGroupsAndAdsComeBackWhole) {
  const Campaign campaign = SampleCampaign("w", "x");
  const AdGroup group = SampleAdGroup("w", "x");
  const Ad ad = SampleAd("w", "x");
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.campaigns().Put(campaign));
    SG_RETURN_IF_ERROR(t.ad_groups().Put(group));
    return t.ads().Put(ad);
  });
  EXPECT_THAT(Read([](auto& t) { return t.campaigns().Get("w", "x"); }), Optional(campaign));
  EXPECT_THAT(Read([](auto& t) { return t.ad_groups().Get("w", "x"); }), Optional(group));
  EXPECT_THAT(Read([](auto& t) { return t.ads().Get("w", "x"); }), Optional(ad));
  EXPECT_THAT(Read([](auto& t) { return t.ads().FindByTikTokId("w", "tiktok-x"); }), Optional(ad));
  EXPECT_EQ(Read([](auto& t) { return t.ads().FindByTikTokId("v", "tiktok-x"); }), std::nullopt);

  const auto find_group = [](const std::string& workspace, const std::string& id) {
    return [=](auto& t) { return t.ad_groups().FindByTikTokId(workspace, id); };
  };
  EXPECT_THAT(Read(find_group("w", group.tiktok_id)), Optional(group));
  EXPECT_EQ(Read(find_group("v", group.tiktok_id)), std::nullopt);

  Ad draft;
  draft.workspace = "w";
  draft.id = "x";
  AdGroup bare;
  bare.workspace = "w";
  bare.id = "x";
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.ad_groups().Put(bare));
    return t.ads().Put(draft);
  });
  EXPECT_THAT(Read([](auto& t) { return t.ads().Get("w", "x"); }), Optional(draft));
  EXPECT_THAT(Read([](auto& t) { return t.ad_groups().Get("w", "x"); }), Optional(bare));
  EXPECT_EQ(Read([](auto& t) { return t.ads().FindByTikTokId("w", ""); }), std::nullopt);
  EXPECT_EQ(Read(find_group("w", "")), std::nullopt);
}

TEST_P(StoreSuite, OperationsComeBackWhole) {
  const Operation sample = SampleOperation("w", "o");
  Write([&](Transaction& t) { return t.operations().Put(sample); });
  EXPECT_THAT(Read([](auto& t) { return t.operations().Get("w", "o"); }), Optional(sample));
  Operation changed;
  changed.workspace = "w";
  changed.id = "o";
  Write([&](Transaction& t) { return t.operations().Put(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.operations().Get("w", "o"); }), Optional(changed));
  EXPECT_EQ(Read([](auto& t) { return t.operations().Get("v", "o"); }), std::nullopt);
}

TEST_P(StoreSuite, WorkComesBackWholeAndGoes) {
  const WorkItem sample = SampleWorkItem("w", "s");
  const auto get = [&](auto& t) { return t.work().Get("w", sample.kind, "s"); };
  Write([&](Transaction& t) { return t.work().Put(sample); });
  EXPECT_THAT(Read(get), Optional(sample));
  WorkItem later = sample;
  later.due = SampleTime(99);
  later.attempts = 0;
  Write([&](Transaction& t) { return t.work().Put(later); });
  EXPECT_THAT(Read(get), Optional(later));
  Write([&](Transaction& t) { return t.work().Erase("w", sample.kind, "s"); });
  EXPECT_EQ(Read(get), std::nullopt);
}

TEST_P(StoreSuite, MetaAndIdSurviveAReopening) {
  EXPECT_EQ(*store().GetMeta("check"), "");
  ASSERT_TRUE(store().PutMeta("check", "one").ok());
  ASSERT_TRUE(store().PutMeta("check", "two").ok());
  const std::string id = store().store_id();
  EXPECT_FALSE(id.empty());
  harness().Reopen();
  EXPECT_EQ(*store().GetMeta("check"), "two");
  EXPECT_EQ(store().store_id(), id);
}

}  // namespace
}  // namespace sparkgate::server
