// Transactions: all or nothing, snapshots, conflicts, and a workspace's end.
#include "server/store/testing/store_suite.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreSuite, AnErrorLeavesNothing) {
  const absl::Status failed = store().Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", "c")));
    SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", "c")));
    return InvalidField("x", "is refused");
  });
  EXPECT_EQ(ReasonOf(failed), "INVALID_FIELD");
  EXPECT_EQ(Read([](auto& t) { return t.codes().Get("w", "c"); }), std::nullopt);
  EXPECT_THAT(Read([](auto& t) { return t.events().List("w", 0, 9); }), IsEmpty());
  Write([](Transaction& t) { return t.events().Append(SampleEvent("w", "c")); });
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("w"); }), 1);
}

TEST_P(StoreSuite, AWriteReadsItsOwnWrites) {
  Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", "c")));
    SG_ASSIGN_OR_RETURN(const std::optional<Code> code, t.codes().Get("w", "c"));
    return code.has_value() ? absl::OkStatus() : absl::InternalError("not there");
  });
}

TEST_P(StoreSuite, ATakenKeyIsAConflictThatAWriteMaySurvive) {
  Write([](Transaction& t) { return t.apps().Insert(SampleApp("a")); });
  const absl::Status taken =
      store().Write([](Transaction& t) { return t.apps().Insert(SampleApp("a")); });
  EXPECT_EQ(taken.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(taken), "STORAGE_CONFLICT");
  EXPECT_EQ(taken.ToString().find("sealed"), std::string::npos) << "no values in an error";
  Write([](Transaction& t) -> absl::Status {
    if (t.apps().Insert(SampleApp("a")).ok()) return absl::InternalError("should conflict");
    return t.apps().Insert(SampleApp("b"));
  });
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.apps().List({}); })), ElementsAre("a", "b"));
}

TEST_P(StoreSuite, UniqueColumnsAreUniqueInTheirWorkspace) {
  Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", "1")));
    SG_RETURN_IF_ERROR(t.creators().Put(SampleCreator("w", "1")));
    SG_RETURN_IF_ERROR(t.ads().Put(SampleAd("w", "1")));
    return t.api_keys().Insert(SampleApiKey("w", "1"));
  });
  const auto reason = [&](const std::function<absl::Status(Transaction&)>& fn) {
    return ReasonOf(store().Write(fn));
  };
  Code code = SampleCode("w", "1");
  code.id = "2";
  EXPECT_EQ(reason([&](Transaction& t) { return t.codes().Put(code); }), "STORAGE_CONFLICT");
  Creator creator = SampleCreator("w", "1");
  creator.id = "2";
  EXPECT_EQ(reason([&](Transaction& t) { return t.creators().Put(creator); }), "STORAGE_CONFLICT");
  Ad ad = SampleAd("w", "1");
  ad.id = "2";
  EXPECT_EQ(reason([&](Transaction& t) { return t.ads().Put(ad); }), "STORAGE_CONFLICT");
  ApiKey key = SampleApiKey("w", "1");
  key.workspace = "v";
  EXPECT_EQ(reason([&](Transaction& t) { return t.api_keys().Insert(key); }), "STORAGE_CONFLICT");
  // Another workspace, or nothing to be unique yet.
  code.workspace = creator.workspace = ad.workspace = "v";
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.codes().Put(code));
    SG_RETURN_IF_ERROR(t.creators().Put(creator));
    SG_RETURN_IF_ERROR(t.ads().Put(ad));
    for (const char* id : {"x", "y"}) {
      code.id = ad.id = id;
      code.lookup_hash = ad.tiktok_id = "";
      SG_RETURN_IF_ERROR(t.codes().Put(code));
      SG_RETURN_IF_ERROR(t.ads().Put(ad));
    }
    return absl::OkStatus();
  });
}

TEST_P(StoreSuite, UpdatingWhatIsNotThereIsAnError) {
  const auto code = [&](const std::function<absl::Status(Transaction&)>& fn) {
    return store().Write(fn).code();
  };
  EXPECT_EQ(code([](Transaction& t) { return t.workspaces().Update(SampleWorkspace("w")); }),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(code([](Transaction& t) { return t.apps().Update(SampleApp("a")); }),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(code([](Transaction& t) { return t.api_keys().Update(SampleApiKey("w", "k")); }),
            absl::StatusCode::kNotFound);
}

TEST_P(StoreSuite, TextWithANulIsRefused) {
  Code code = SampleCode("w", "c");
  code.item_id = std::string("a\0b", 3);
  const absl::Status status = store().Write([&](Transaction& t) { return t.codes().Put(code); });
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Read([](auto& t) { return t.codes().Get("w", "c"); }), std::nullopt);
}

TEST_P(StoreSuite, AReadIsASnapshot) {
  Write([](Transaction& t) { return t.codes().Put(SampleCode("w", "1")); });
  const absl::Status status = store().Read([&](const Transaction& t) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto before, t.codes().List("w", {}, {}));
    EXPECT_EQ(before.size(), 1u);
    Write([](Transaction& w) -> absl::Status {
      SG_RETURN_IF_ERROR(w.codes().Put(SampleCode("w", "2")));
      return w.events().Append(SampleEvent("w", "2"));
    });
    SG_ASSIGN_OR_RETURN(const auto after, t.codes().List("w", {}, {}));
    EXPECT_EQ(after.size(), 1u);
    SG_ASSIGN_OR_RETURN(const int64_t last, t.events().LastNumber("w"));
    EXPECT_EQ(last, 0);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(Read([](auto& t) { return t.codes().List("w", {}, {}); }).size(), 2u);
}

TEST_P(StoreSuite, AReadsErrorIsReturned) {
  EXPECT_EQ(
      ReasonOf(store().Read([](const Transaction&) { return InvalidField("a", "is wrong"); })),
      "INVALID_FIELD");
  EXPECT_EQ(Read([](auto& t) { return t.codes().Get("w", "c"); }), std::nullopt);
}

TEST_P(StoreSuite, APointReadSeesEachCommit) {
  for (int i = 0; i < 3; ++i) {
    Write([&](Transaction& t) { return t.codes().Put(SampleCode("w", std::to_string(i))); });
    const absl::Status status = store().ReadPoint([&](const Transaction& t) -> absl::Status {
      SG_ASSIGN_OR_RETURN(const auto code, t.codes().Get("w", std::to_string(i)));
      return code.has_value() ? absl::OkStatus() : absl::InternalError("not there");
    });
    EXPECT_TRUE(status.ok()) << status;
  }
}

// One row in each table of `workspace`.
absl::Status Populate(Transaction& t, const std::string& workspace) {
  SG_RETURN_IF_ERROR(t.workspaces().Insert(SampleWorkspace(workspace)));
  SG_RETURN_IF_ERROR(t.api_keys().Insert(SampleApiKey(workspace, "x")));
  SG_RETURN_IF_ERROR(t.request_ids().Insert(SampleRequestIdUse(workspace, "x")));
  SG_RETURN_IF_ERROR(t.creators().Put(SampleCreator(workspace, "x")));
  SG_RETURN_IF_ERROR(t.advertisers().Put(SampleAdvertiser(workspace, "x")));
  SG_RETURN_IF_ERROR(t.ad_accounts().Put(SampleAdAccount(workspace, "x")));
  SG_RETURN_IF_ERROR(t.connect_states().Insert(SampleConnectState(workspace, "x")));
  SG_RETURN_IF_ERROR(t.codes().Put(SampleCode(workspace, "x")));
  SG_RETURN_IF_ERROR(t.spark_posts().Put(SampleSparkPost(workspace, "x")));
  SG_RETURN_IF_ERROR(t.campaigns().Put(SampleCampaign(workspace, "x")));
  SG_RETURN_IF_ERROR(t.ad_groups().Put(SampleAdGroup(workspace, "x")));
  SG_RETURN_IF_ERROR(t.ads().Put(SampleAd(workspace, "x")));
  SG_RETURN_IF_ERROR(t.operations().Put(SampleOperation(workspace, "x")));
  SG_RETURN_IF_ERROR(t.work().Put(SampleWorkItem(workspace, "x")));
  SG_RETURN_IF_ERROR(t.webhook_endpoints().Put(SampleWebhookEndpoint(workspace, "x")));
  SG_RETURN_IF_ERROR(t.webhook_deliveries().Put(SampleWebhookDelivery(workspace, "x", 1)));
  SG_RETURN_IF_ERROR(t.events().Append(SampleEvent(workspace, "x")));
  return t.audit().Append(SampleAuditEntry(workspace, "x"));
}

struct Presence {
  int access = 0;   // of workspace, key and webhook endpoint
  int content = 0;  // of the 15 others
  friend bool operator==(const Presence&, const Presence&) = default;
};

absl::StatusOr<Presence> Count(const Transaction& t, const std::string& w) {
  Presence presence;
  const auto count = [](int& into, const auto& got) {
    EXPECT_TRUE(got.ok()) << got.status();
    if (got.ok() && got->has_value()) ++into;
  };
  const RequestIdUse use = SampleRequestIdUse(w, "x");
  const WorkItem item = SampleWorkItem(w, "x");
  count(presence.access, t.workspaces().Get(w));
  count(presence.access, t.api_keys().Get(w, "x"));
  count(presence.access, t.webhook_endpoints().Get(w, "x"));
  count(presence.content, t.webhook_deliveries().Get(w, "x", 1));
  count(presence.content, t.request_ids().Get(w, use.principal, use.method, "x"));
  count(presence.content, t.creators().Get(w, "x"));
  count(presence.content, t.advertisers().Get(w, "x"));
  count(presence.content, t.ad_accounts().Get(w, "x"));
  count(presence.content, t.connect_states().Get(w, "x"));
  count(presence.content, t.codes().Get(w, "x"));
  count(presence.content, t.spark_posts().Get(w, "account-1", "x"));
  count(presence.content, t.campaigns().Get(w, "x"));
  count(presence.content, t.ad_groups().Get(w, "x"));
  count(presence.content, t.ads().Get(w, "x"));
  count(presence.content, t.operations().Get(w, "x"));
  count(presence.content, t.work().Get(w, item.kind, "x"));
  SG_ASSIGN_OR_RETURN(const auto events, t.events().List(w, 0, 9));
  SG_ASSIGN_OR_RETURN(const auto audit, t.audit().List(w, 0, 9));
  presence.content += static_cast<int>(events.size() + audit.size());
  return presence;
}

TEST_P(StoreSuite, AnErasedWorkspaceIsGoneWholeAndAlone) {
  Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(Populate(t, "w"));
    return Populate(t, "v");
  });
  const Presence whole = {.access = 3, .content = 15};
  EXPECT_EQ(Read([](auto& t) { return Count(t, "w"); }), whole);

  Write([](Transaction& t) { return t.workspaces().Erase("w", /*keep_access=*/true); });
  EXPECT_EQ(Read([](auto& t) { return Count(t, "w"); }), (Presence{.access = 3, .content = 0}));
  Write([](Transaction& t) { return t.events().Append(SampleEvent("w", "reset")); });
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("w"); }), 2)
      << "a watcher's number never means an older event";

  Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", "never seen")));
    return t.workspaces().Erase("w", /*keep_access=*/false);
  });
  EXPECT_EQ(Read([](auto& t) { return Count(t, "w"); }), Presence());
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("w"); }), 0);
  EXPECT_EQ(Read([](auto& t) { return Count(t, "v"); }), whole);
}

TEST_P(StoreSuite, ACopiedWorkspaceHasEveryRowButThoseOfWhoDidWhat) {
  Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(Populate(t, "w"));
    Operation operation = SampleOperation("w", "done");
    operation.target = "workspaces/w/codes/x";
    operation.result = "workspaces/w";
    SG_RETURN_IF_ERROR(t.operations().Put(operation));
    Event event = SampleEvent("w", "workspaces/w/ads/x");
    event.attributes = {{"campaign", "workspaces/w/campaigns/x"}};
    SG_RETURN_IF_ERROR(t.events().Append(event));
    return t.operations().DrawOrdinal("w", "tag").status();
  });
  const auto source = Read([](auto& t) { return Count(t, "w"); });
  for (const char* const copy : {"v", "u"}) {  // twice over one connection
    Write([&](Transaction& t) { return t.workspaces().CopyRows("w", copy, /*with_events=*/true); });
    const Presence all = {.access = 0,
                          .content = source.content - 3};  // request id, audit, delivery
    EXPECT_EQ(Read([&](auto& t) { return Count(t, copy); }), all);
  }
  EXPECT_EQ(Read([](auto& t) { return Count(t, "w"); }), source);

  Code code = SampleCode("w", "x");
  code.workspace = "v";
  EXPECT_EQ(Read([](auto& t) { return t.codes().Get("v", "x"); }), code);
  const auto operation = Read([](auto& t) { return t.operations().Get("v", "done"); });
  EXPECT_EQ(operation->target, "workspaces/v/codes/x");
  EXPECT_EQ(operation->result, "workspaces/v");
  const auto events = Read([](auto& t) { return t.events().List("v", 0, 9); });
  EXPECT_EQ(events.back().number, 2);
  EXPECT_EQ(events.back().resource, "workspaces/v/ads/x");
  EXPECT_EQ(events.back().attributes.at("campaign"), "workspaces/v/campaigns/x");
  Write([](Transaction& t) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const uint64_t next, t.operations().DrawOrdinal("v", "tag"));
    EXPECT_EQ(next, 1u);  // goes on as the source's would
    return t.events().Append(SampleEvent("v", "next"));
  });
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("v"); }), 3);
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("w"); }), 2);
}

TEST_P(StoreSuite, ACopyWithoutEventsLeavesTheNumbersAsTheyAre) {
  Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(Populate(t, "w"));
    return t.events().Append(SampleEvent("v", "its own"));
  });
  Write([](Transaction& t) { return t.workspaces().CopyRows("w", "v", /*with_events=*/false); });
  EXPECT_EQ(Read([](auto& t) { return t.events().List("v", 0, 9); }).size(), 1u);
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("v"); }), 1);
}

}  // namespace
}  // namespace sparkgate::server
