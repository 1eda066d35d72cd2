// Watching through the whole server: numbers are given after commit, so whoever resumes after a
// number misses nothing and sees nothing twice, whichever writer commits first.
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/testing/gate.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

using rpc::testing::Gate;

class WatchTest : public BetweenPrograms {
 protected:
  static StreamOf<v1::WatchEventsResponse> Watch(const Story& story, int64_t after) {
    return story.api.Open<v1::WatchEventsResponse>(
        "EventService.WatchEvents", "parent: '{}' after: {}", story.workspace, after);
  }
  static v1::Event NextEvent(StreamOf<v1::WatchEventsResponse>& watch) {
    for (;;) {
      const auto message = watch.Next();
      if (!message.has_value()) throw std::runtime_error(watch.End().ToString());
      if (message->has_event()) return message->event();
    }
  }
  static std::vector<int64_t> Numbers(const std::vector<v1::Event>& events) {
    std::vector<int64_t> numbers;
    for (const v1::Event& event : events) numbers.push_back(event.number());
    return numbers;
  }
  static std::vector<int64_t> From(int64_t first, int64_t last) {
    std::vector<int64_t> numbers;
    for (int64_t number = first; number <= last; ++number) numbers.push_back(number);
    return numbers;
  }
};

TEST_F(WatchTest, TheFirstOfTwoWritersCommitsLast) {
  Story story(programs, {.workspace = "writers"});
  story.OpenPost();
  const std::string first_post = story.post;
  story.OpenPost("noodle.king");

  // The first has begun and waits for TikTok, the second begins and ends.
  Gate reached, release;
  middleman->AtNext("post/authorize/setting/", [&](const Middleman::Forward& forward) {
    const HttpServerResponse answer = forward();
    reached.Open();
    release.Wait();
    return answer;
  });
  std::string first;
  std::thread writer([&] {
    first = Describe(story.api.Try("CreatorService.GenerateCode", "post: '{}'", first_post));
  });
  reached.Wait();
  story.GenerateCode();
  auto watch = Watch(story, 0);
  v1::Event event;
  do event = NextEvent(watch);
  while (event.type() != "code.generated");
  EXPECT_EQ(event.resource(), story.code);
  const int64_t cursor = event.number();

  release.Open();
  writer.join();
  EXPECT_EQ(first, "OK");
  event = NextEvent(watch);
  EXPECT_EQ(event.number(), cursor + 1);
  EXPECT_EQ(event.attributes().at("post"), first_post);
  // And from wherever one resumes.
  const std::vector<v1::Event> all = story.Events();
  EXPECT_EQ(Numbers(all), From(1, cursor + 1));
  for (int64_t after = 0; after <= cursor; ++after) {
    auto resumed = Watch(story, after);
    std::vector<int64_t> numbers;
    while (numbers.empty() || numbers.back() <= cursor) {
      numbers.push_back(NextEvent(resumed).number());
    }
    EXPECT_EQ(numbers, From(after + 1, cursor + 1));
  }
}

TEST_F(WatchTest, ManyWritersAndAWatcherThatComesAndGoes) {
  constexpr int kWriters = 8;
  constexpr int kWrites = 12;
  Story story(programs, {.workspace = "crowd"});
  story.OpenPost();
  story.GenerateCode();
  const int64_t before = story.Events().back().number();
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      for (int call = 0; call < kWrites; ++call) {
        EXPECT_EQ(Describe(story.api.Try("CreatorService.RevealCode", "name: '{}'", story.code)),
                  "OK");
      }
    });
  }
  // A few events from each stream, then another one.
  int64_t seen = before;
  for (int64_t few = 1; seen < before + kWriters * kWrites; few = few % 5 + 1) {
    auto watch = Watch(story, seen);
    for (int64_t i = 0; i < few && seen < before + kWriters * kWrites; ++i) {
      const v1::Event event = NextEvent(watch);
      EXPECT_EQ(event.number(), seen + 1);
      EXPECT_EQ(event.type(), "code.revealed");
      seen = event.number();
    }
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(story.Events().size(), static_cast<size_t>(seen));
}

TEST_F(WatchTest, WhatWasSeenOrAnsweredOutlivesTheServer) {
  Story story(programs, {.workspace = "killed"});
  story.OpenPost();
  story.GenerateCode();
  std::atomic<int> answered = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      const Api api = story.api;
      while (api.Try("CreatorService.RevealCode", "name: '{}'", story.code).ok()) ++answered;
    });
  }
  std::vector<v1::Event> seen;
  {
    auto watch = Watch(story, 0);
    while (seen.size() < 40) seen.push_back(NextEvent(watch));
  }
  programs.KillServer();
  for (std::thread& writer : writers) writer.join();
  programs.StartServer();
  story.Reconnect(programs);

  const std::vector<v1::Event> all = story.Events();
  EXPECT_EQ(Numbers(all), From(1, static_cast<int64_t>(all.size())));
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(all[i].ShortDebugString(), seen[i].ShortDebugString()) << "a seen event changed";
  }
  EXPECT_GE(story.Events("'code.revealed'").size(), static_cast<size_t>(answered));
  auto resumed = Watch(story, seen.back().number());
  for (size_t i = seen.size(); i < all.size(); ++i) {
    EXPECT_EQ(NextEvent(resumed).number(), all[i].number());
  }
}

// However many watch, and wherever each stood when the server died. SPARKGATE_WATCHERS says how
// many.
TEST_F(WatchTest, ACrowdThatLosesItsServerMissesNothingAndHearsNothingTwice) {
  const char* const wanted = std::getenv("SPARKGATE_WATCHERS");
  const size_t count = wanted == nullptr ? 100 : std::stoul(wanted);
  Story story(programs, {.workspace = "crowded"});
  story.OpenPost();
  story.GenerateCode();
  std::vector<std::vector<int64_t>> seen(count);
  std::vector<StreamOf<v1::WatchEventsResponse>> streams;
  const auto watch = [&] {
    for (const std::vector<int64_t>& numbers : seen) {
      streams.push_back(Watch(story, numbers.empty() ? 0 : numbers.back()));
    }
  };
  const auto write = [&] {
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(story.api.Try("CreatorService.RevealCode", "name: '{}'", story.code).ok());
    }
  };
  watch();
  write();
  programs.KillServer();
  for (size_t i = 0; i < count; ++i) {
    while (const auto message = streams[i].Next()) {
      if (message->has_event()) seen[i].push_back(message->event().number());
    }
  }
  streams.clear();
  programs.StartServer();
  story.Reconnect(programs);
  watch();
  write();
  const int64_t last = story.Events().back().number();
  for (size_t i = 0; i < count; ++i) {
    while (seen[i].empty() || seen[i].back() < last) {
      seen[i].push_back(NextEvent(streams[i]).number());
    }
    EXPECT_EQ(seen[i], From(1, last));
  }
}

}  // namespace
}  // namespace sparkgate::integration
