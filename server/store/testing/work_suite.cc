// Operations, ordinals and work: what is open, what was drawn, what is due.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/store/testing/store_suite.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreSuite, OperationsAreListedNewestFirstAndItemsInOrder) {
  const auto put = [](Transaction& t, const char* id, const char* parent, int ordinal,
                      OperationState state) {
    Operation operation = SampleOperation("w", id);
    operation.parent = parent;
    operation.ordinal = ordinal;
    operation.state = state;
    return t.operations().Put(operation);
  };
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(put(t, "1", "", 0, OperationState::kDone));
    SG_RETURN_IF_ERROR(put(t, "2", "", 0, OperationState::kRunning));
    SG_RETURN_IF_ERROR(put(t, "3", "2", 1, OperationState::kPlanned));
    SG_RETURN_IF_ERROR(put(t, "4", "2", 0, OperationState::kRunning));
    return put(t, "5", "", 0, OperationState::kRunning);
  });
  const auto list = [&](std::optional<OperationState> state, const Page& page) {
    return IdsOf(Read([&](auto& t) { return t.operations().List("w", state, page); }));
  };
  EXPECT_THAT(list({}, {}), ElementsAre("5", "2", "1"));
  EXPECT_THAT(list({}, {"5", 1}), ElementsAre("2"));
  EXPECT_THAT(list(OperationState::kRunning, {}), ElementsAre("5", "2"));
  EXPECT_THAT(list(OperationState::kRunning, {"5", 9}), ElementsAre("2"));
  EXPECT_THAT(list(OperationState::kDone, {}), ElementsAre("1"));
  EXPECT_THAT(IdsOf(Read([](auto& t) { return t.operations().ListItems("w", "2"); })),
              ElementsAre("4", "3"));
}

TEST_P(StoreSuite, FindsWhatIsOpenAndWhatACrashLeft) {
  Write([&](Transaction& t) -> absl::Status {
    Operation operation = SampleOperation("w", "1");
    operation.target = "ad";
    operation.state = OperationState::kDone;
    SG_RETURN_IF_ERROR(t.operations().Put(operation));
    operation.id = "2";
    operation.state = OperationState::kUnknown;
    operation.kind = "ad.update";
    SG_RETURN_IF_ERROR(t.operations().Put(operation));
    operation.id = "3";
    operation.state = OperationState::kRunning;
    operation.kind = "ad.delete";
    operation.sent_by = "me";
    SG_RETURN_IF_ERROR(t.operations().Put(operation));
    operation.workspace = "v";
    operation.sent_by = "another";
    return t.operations().Put(operation);
  });
  const auto open = [&](const char* kind, const char* target) {
    const auto found = Read([&](auto& t) { return t.operations().FindOpen("w", kind, target); });
    return found.has_value() ? found->id : "none";
  };
  EXPECT_EQ(open("", "ad"), "2");
  EXPECT_EQ(open("ad.delete", "ad"), "3");
  EXPECT_EQ(open("ad.create", "ad"), "none");
  EXPECT_EQ(open("", "another ad"), "none");
  const auto orphans = Read([](auto& t) { return t.operations().ListOrphans("me"); });
  ASSERT_EQ(orphans.size(), 1u);
  EXPECT_EQ(orphans[0].workspace, "v");
  EXPECT_EQ(Read([](auto& t) { return t.operations().ListOrphans("a third"); }).size(), 2u);
}

TEST_P(StoreSuite, AnOrdinalIsDrawnOnce) {
  const auto draw = [&](const char* workspace, const char* name) {
    uint64_t drawn = 99;
    Write([&](Transaction& t) -> absl::Status {
      SG_ASSIGN_OR_RETURN(drawn, t.operations().DrawOrdinal(workspace, name));
      return absl::OkStatus();
    });
    return drawn;
  };
  EXPECT_EQ(draw("w", "ad"), 0u);
  EXPECT_EQ(draw("w", "ad"), 1u);
  EXPECT_EQ(draw("w", "another ad"), 0u);
  EXPECT_EQ(draw("v", "ad"), 0u);
  EXPECT_EQ(draw("w", "ad"), 2u);
}

TEST_P(StoreSuite, WorkIsDueInOrder) {
  Write([&](Transaction& t) -> absl::Status {
    const std::pair<const char*, int> items[] = {{"late", 9}, {"b", 5}, {"a", 5}, {"first", 1}};
    for (const auto& [subject, due] : items) {
      WorkItem item = SampleWorkItem("w", subject);
      item.due = SampleTime(due);
      SG_RETURN_IF_ERROR(t.work().Put(item));
    }
    WorkItem foreign = SampleWorkItem("v", "foreign");
    foreign.due = SampleTime(0);
    return t.work().Put(foreign);
  });
  const auto due = [&](int at, int limit) {
    std::vector<std::string> subjects;
    for (const WorkItem& item :
         Read([&](auto& t) { return t.work().ListDue("w", SampleTime(at), limit); })) {
      subjects.push_back(item.subject);
    }
    return subjects;
  };
  EXPECT_THAT(due(0, 9), IsEmpty());
  EXPECT_THAT(due(5, 9), ElementsAre("first", "a", "b"));
  EXPECT_THAT(due(99, 2), ElementsAre("first", "a"));
  EXPECT_EQ(Read([](auto& t) { return t.work().NextDue("w"); }), SampleTime(1));
  EXPECT_EQ(Read([](auto& t) { return t.work().NextDue("nowhere"); }), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::server
