#include "simulator/world/journal/journal.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

Exchange OfSize(size_t bytes) {
  Exchange exchange;
  exchange.arguments = std::string(bytes, 'x');
  exchange.arguments_size = bytes;
  return exchange;
}

std::vector<uint64_t> NumbersAfter(const Journal& journal, uint64_t number) {
  std::vector<uint64_t> numbers;
  for (const ExchangePtr& exchange : journal.After(number).exchanges) {
    numbers.push_back(exchange->number);
  }
  return numbers;
}

TEST(JournalTest, NumbersWhatComesIn) {
  Journal journal;
  for (int i = 0; i < 3; ++i) journal.Record({});
  EXPECT_EQ(NumbersAfter(journal, 0), (std::vector<uint64_t>{1, 2, 3}));
  EXPECT_EQ(NumbersAfter(journal, 2), (std::vector<uint64_t>{3}));
  EXPECT_TRUE(NumbersAfter(journal, 3).empty());
}

TEST(JournalTest, TheOldestGiveWayAndAreCounted) {
  Journal journal(10'000);
  Exchange first = OfSize(4'000);
  first.time = absl::FromUnixSeconds(7);
  journal.Record(first);
  for (int i = 0; i < 3; ++i) journal.Record(OfSize(4'000));
  EXPECT_EQ(NumbersAfter(journal, 0), (std::vector<uint64_t>{3, 4}));
  const JournalStats stats = journal.Stats();
  EXPECT_EQ(stats.exchanges, 2u);
  EXPECT_EQ(stats.dropped, 2u);
  EXPECT_EQ(stats.last_number, 4u);
  EXPECT_GT(stats.bytes, 8'000u);
  EXPECT_LE(stats.bytes, stats.max_bytes);
  const JournalView view = journal.After(0);
  EXPECT_EQ(view.last_dropped, 2u);
  EXPECT_EQ(view.last_dropped_time, absl::FromUnixSeconds(7));
}

TEST(JournalTest, OneThatIsTooLargeIsDroppedItself) {
  Journal journal(10'000);
  journal.Record(OfSize(10));
  journal.Record(OfSize(20'000));
  EXPECT_EQ(journal.Stats().exchanges, 0u);
  EXPECT_EQ(journal.Stats().bytes, 0u);
  EXPECT_EQ(journal.Stats().dropped, 2u);
  journal.Record(OfSize(10));
  EXPECT_EQ(NumbersAfter(journal, 0), (std::vector<uint64_t>{3}));
}

TEST(JournalTest, ClearForgetsAllButTheNumber) {
  Journal journal(10'000);
  for (int i = 0; i < 4; ++i) journal.Record(OfSize(4'000));
  journal.Clear();
  EXPECT_EQ(journal.Stats().bytes, 0u);
  EXPECT_EQ(journal.Stats().dropped, 0u);
  EXPECT_EQ(journal.After(0).last_dropped, 0u);
  journal.Record({});
  EXPECT_EQ(NumbersAfter(journal, 0), (std::vector<uint64_t>{5}));
}

TEST(JournalTest, MayKeepNothing) {
  Journal journal(0);
  EXPECT_FALSE(journal.keeps());
  journal.Record({});
  EXPECT_EQ(journal.Stats().last_number, 0u);
}

TEST(JournalTest, WatchersAreCalledUntilTheyLeave) {
  Journal journal;
  int called = 0;
  size_t seen = 0;
  const uint64_t watch = journal.Watch([&] {
    ++called;
    seen = journal.After(0).exchanges.size();  // the lock is free
  });
  EXPECT_EQ(journal.Stats().watchers, 1u);
  journal.Record({});
  EXPECT_EQ(called, 1);
  EXPECT_EQ(seen, 1u);
  journal.Close();
  EXPECT_EQ(called, 2);
  EXPECT_TRUE(journal.After(0).closed);
  journal.Unwatch(watch);
  journal.Unwatch(watch);
  EXPECT_EQ(journal.Stats().watchers, 0u);
  journal.Record({});
  EXPECT_EQ(called, 2);
}

TEST(JournalTest, ManyRecordAndReadAtOnce) {
  Journal journal(100'000);
  constexpr int kEach = 500;
  std::atomic<bool> in_order = true;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        journal.Record(OfSize(100));
        uint64_t last = 0;
        for (const uint64_t number : NumbersAfter(journal, 0)) {
          if (last != 0 && number != last + 1) in_order = false;
          last = number;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(in_order);
  const JournalStats stats = journal.Stats();
  EXPECT_EQ(stats.last_number, 3u * kEach);
  EXPECT_EQ(stats.exchanges + stats.dropped, 3u * kEach);
}

}  // namespace
}  // namespace sparkgate::simulator
