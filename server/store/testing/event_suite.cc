// Events and the audit chain: numbered in the order of commits, contiguous, whoever writes.
#include <map>
#include <thread>

#include "base/mutex.h"
#include "server/store/sql/event_rows.h"
#include "server/store/testing/store_suite.h"

namespace sparkgate::server {
namespace {

constexpr int kThreads = 16;

TEST_P(StoreSuite, EventsComeBackWholeAndNumbered) {
  Event sample = SampleEvent("w", "r");
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.events().Append(sample));
    SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("v", "elsewhere")));
    return t.events().Append(sample);
  });
  const std::vector<Event> events = Read([](auto& t) { return t.events().List("w", 0, 9); });
  ASSERT_EQ(events.size(), 2u);
  sample.number = 1;
  EXPECT_EQ(events[0], sample);
  sample.number = 2;
  EXPECT_EQ(events[1], sample);
  EXPECT_EQ(Read([](auto& t) { return t.events().List("w", 1, 9); }).size(), 1u);
  EXPECT_EQ(Read([](auto& t) { return t.events().List("w", 0, 1); }).size(), 1u);
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("w"); }), 2);
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("nowhere"); }), 0);
}

TEST_P(StoreSuite, NumbersGoOnAfterAReopening) {
  Write([](Transaction& t) { return t.events().Append(SampleEvent("w", "1")); });
  harness().Reopen();
  Write([](Transaction& t) { return t.events().Append(SampleEvent("w", "2")); });
  EXPECT_EQ(Read([](auto& t) { return t.events().LastNumber("w"); }), 2);
}

TEST_P(StoreSuite, SubscribersHearTheHighestNumberBeforeTheWriterReturns) {
  Mutex mutex;
  std::vector<std::pair<std::string, int64_t>> heard;
  store().OnEvents([&](const std::string& workspace, int64_t last) {
    MutexLock lock(mutex);
    heard.emplace_back(workspace, last);
  });
  Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", "1")));
    return t.events().Append(SampleEvent("w", "2"));
  });
  (void)store().Write([](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", "3")));
    return absl::InternalError("no");
  });
  Write([](Transaction& t) { return t.codes().Put(SampleCode("w", "silent")); });
  MutexLock lock(mutex);
  EXPECT_EQ(heard, (std::vector<std::pair<std::string, int64_t>>{{"w", 2}}));
}

// Sixteen writers, a third of whose calls fail, and a watcher that resumes after the last number it
// saw all the while.
TEST_P(StoreSuite, AWatcherMissesNothingWhileManyWrite) {
  constexpr int kWrites = 30;
  std::map<std::string, int> expected;  // resource → 1, of acknowledged writes
  Mutex mutex;
  int writers_left = kThreads;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kThreads; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kWrites; ++i) {
        const std::string resource = std::to_string(writer) + "/" + std::to_string(i);
        const absl::Status status = store().Write([&](Transaction& t) -> absl::Status {
          SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", resource)));
          SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", resource)));
          return i % 3 == 0 ? absl::CancelledError() : absl::OkStatus();
        });
        EXPECT_EQ(status.ok(), i % 3 != 0) << status;
        MutexLock lock(mutex);
        if (status.ok()) expected[resource] = 1;
      }
      MutexLock lock(mutex);
      --writers_left;
    });
  }
  std::map<std::string, int> seen;
  int64_t after = 0;
  for (bool last_look = false; !last_look;) {
    {
      MutexLock lock(mutex);
      last_look = writers_left == 0;
    }
    for (const Event& event : Read([&](auto& t) { return t.events().List("w", after, 1'000); })) {
      ASSERT_EQ(event.number, after + 1);
      after = event.number;
      ++seen[event.resource];
    }
  }
  for (std::thread& thread : writers) thread.join();
  EXPECT_EQ(seen, expected);
  for (const auto& event : expected) {
    EXPECT_TRUE(Read([&](auto& t) { return t.codes().Get("w", event.first); }).has_value());
  }
  EXPECT_EQ(IdsOf(Read([](auto& t) {
              return t.codes().List("w", {}, {"", 10'000});
            })).size(),
            expected.size());
}

// The first to begin draws its id and time, and commits last.
TEST_P(StoreSuite, TheFirstToBeginCommitsLastAndAWatcherMissesNothing) {
  const std::string first_id = "01";
  const absl::Time first_time = SampleTime(1);
  Event second = SampleEvent("w", "02");
  second.time = SampleTime(2);
  Write([&](Transaction& t) { return t.events().Append(second); });
  const auto watch = [&](int64_t after) {
    return Read([&](auto& t) { return t.events().List("w", after, 9); });
  };
  const std::vector<Event> seen = watch(0);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].resource, "02");
  Event first = SampleEvent("w", first_id);
  first.time = first_time;
  Write([&](Transaction& t) { return t.events().Append(first); });
  const std::vector<Event> resumed = watch(seen.back().number);
  ASSERT_EQ(resumed.size(), 1u);
  EXPECT_EQ(resumed[0].resource, first_id);
  EXPECT_LT(resumed[0].time, seen[0].time);
}

TEST_P(StoreSuite, AuditEntriesAreAChain) {
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kThreads; ++writer) {
    writers.emplace_back([&, writer] {
      const absl::Status status = store().Write([&](Transaction& t) {
        return t.audit().Append(SampleAuditEntry("w", std::to_string(writer)));
      });
      EXPECT_TRUE(status.ok()) << status;
    });
  }
  for (std::thread& thread : writers) thread.join();
  const std::vector<AuditEntry> entries = Read([](auto& t) { return t.audit().List("w", 0, 99); });
  ASSERT_EQ(entries.size(), static_cast<size_t>(kThreads));
  std::string previous;
  std::map<std::string, int> hashes;
  for (size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].number, static_cast<int64_t>(i) + 1);
    EXPECT_EQ(entries[i].digest, sql::AuditDigest(entries[i]));
    EXPECT_EQ(entries[i].hash, sql::AuditHash(previous, entries[i].digest));
    previous = entries[i].hash;
    AuditEntry plain = SampleAuditEntry("w", entries[i].resource);
    plain.number = entries[i].number;
    plain.digest = entries[i].digest;
    plain.hash = entries[i].hash;
    EXPECT_EQ(entries[i], plain);
    ++hashes[entries[i].hash];
  }
  EXPECT_EQ(hashes.size(), entries.size());
  AuditEntry forged = entries[0];
  forged.attributes["purpose"] += " ";
  EXPECT_NE(sql::AuditDigest(forged), forged.digest);
  const AuditHead head = Read([](auto& t) -> absl::StatusOr<std::optional<AuditHead>> {
                           return t.audit().Head("w");
                         }).value();
  EXPECT_EQ(head, (AuditHead{kThreads, entries.back().hash}));
}

TEST_P(StoreSuite, AuditEntriesAboutOnePostAreFoundByIt) {
  const auto about = [](const std::string& item, const std::string& resource) {
    AuditEntry entry = SampleAuditEntry("w", resource);
    entry.item_id = item;
    return entry;
  };
  Write([&](Transaction& t) -> absl::Status {
    for (const auto& [item, resource] :
         std::map<std::string, std::string>{{"1", "a"}, {"2", "b"}, {"", "c"}}) {
      SG_RETURN_IF_ERROR(t.audit().Append(about(item, resource)));
      SG_RETURN_IF_ERROR(t.audit().Append(about(item, resource + "2")));
    }
    return absl::OkStatus();
  });
  const auto found = Read([](auto& t) { return t.audit().ListAbout("w", "1", 0, 9); });
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].resource, "a");
  EXPECT_EQ(found[1].resource, "a2");
  EXPECT_EQ(Read([&](auto& t) { return t.audit().ListAbout("w", "1", found[0].number, 9); }).size(),
            1u);
  EXPECT_EQ(Read([](auto& t) { return t.audit().ListAbout("w", "1", 0, 1); }).size(), 1u);
  EXPECT_EQ(Read([](auto& t) { return t.audit().ListAbout("v", "1", 0, 9); }).size(), 0u);
  EXPECT_EQ(Read([](auto& t) { return t.audit().ListAbout("w", "", 0, 9); }).size(), 0u)
      << "what is about no post isn't about a post without a name";
}

}  // namespace
}  // namespace sparkgate::server
