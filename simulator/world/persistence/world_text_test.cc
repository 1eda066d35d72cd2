#include "simulator/world/persistence/world_text.h"

#include <random>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/persistence/json_archive.h"

namespace sparkgate::simulator {
namespace {

// Fills anything that describes its fields with random values, so that a field which is written and
// not read (or the other way round) can't hide behind its default.
class Filler {
 public:
  explicit Filler(unsigned seed) : random_(seed) {}

  template <class T>
  void operator()(std::string_view, T& value) {
    Fill(value);
  }

  void Fill(bool& value) { value = random_() % 2 == 0; }
  void Fill(std::string& value) {
    static const std::string kPieces[] = {"a", "\"", "\\", "\n", "é", "漢", "#", "+/="};
    for (uint64_t length = random_() % 6; length > 0; --length) value += kPieces[random_() % 8];
    value += std::to_string(random_());
  }
  void Fill(KeyedRandom& value) {
    std::string seed;
    Fill(seed);
    value = KeyedRandom(seed);
  }
  void Fill(double& value) { value = static_cast<double>(random_()) / 7; }
  void Fill(absl::Time& value) { value = absl::FromUnixMicros(Number()); }
  void Fill(absl::Duration& value) { value = absl::Microseconds(Number()); }
  template <std::integral T>
  void Fill(T& value) {
    value = static_cast<T>(std::is_signed_v<T> ? Number() : Number() * 2 + 1);
  }
  template <class T>
  requires std::is_enum_v<T>
  void Fill(T& value) { value = static_cast<T>(random_() % 3); }
  template <Described T>
  void Fill(T& value) {
    T::Fields(value, *this);
  }
  template <class T>
  void Fill(std::optional<T>& value) {
    if (random_() % 3 != 0) Fill(value.emplace());
  }
  template <class T, size_t kSize>
  void Fill(std::array<T, kSize>& values) {
    for (T& value : values) Fill(value);
  }
  template <class T>
  void Fill(std::vector<T>& values) {
    for (uint64_t i = random_() % 4; i > 0; --i) Fill(values.emplace_back());
  }
  template <class T, class Less>
  void Fill(std::set<T, Less>& values) {
    for (uint64_t i = random_() % 4; i > 0; --i) {
      T value{};
      Fill(value);
      values.insert(value);
    }
  }
  template <class T, class Less>
  void Fill(std::map<std::string, T, Less>& values) {
    FillMap(values);
  }
  template <class T>
  void Fill(Table<T>& values) {
    FillMap(values);
  }

 private:
  template <class Map>
  void FillMap(Map& values) {
    for (uint64_t i = 1 + random_() % 3; i > 0; --i) {
      std::string key;
      Fill(key);
      Fill(values[key]);
    }
  }

  int64_t Number() {
    return static_cast<int64_t>(random_()) << 30 | static_cast<int64_t>(random_());
  }
  std::mt19937 random_;
};

TEST(WorldTextTest, WhatIsSavedIsWhatIsLoaded) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    WorldState state;
    Filler(seed).Fill(state);
    const boost::json::value written = ToJson(state);
    WorldState loaded;  // not as a world's file: its things name nothing that is there
    ReadProblem problem;
    ASSERT_TRUE(FromJson(written, loaded, problem)) << problem.path;
    ASSERT_EQ(WorldToText(loaded), WorldToText(state)) << seed;
    ASSERT_EQ(loaded.log.Hash(), state.log.Hash());
    ASSERT_EQ(ReasonOf(WorldFromText(WorldToText(state)).status()), "WORLD_FILE_BROKEN");
  }
}

TEST(WorldTextTest, WebhooksOnTheirWayAreDueAgain) {
  WorldState state;
  state.deliveries["d"].id = "d";
  state.deliveries["d"].body = "{}";
  state.deliveries["d"].state = DeliveryState::kSending;
  state.due_deliveries.insert("d");
  const absl::StatusOr<WorldState> loaded = WorldFromText(WorldToText(state));
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(Find(loaded->deliveries, "d")->state, DeliveryState::kDue);
}

TEST(WorldTextTest, AFieldThatTheTextDoesNotHaveKeepsItsDefault) {
  const absl::StatusOr<WorldState> loaded =
      WorldFromText(R"({"format":1,"world":{"id":"old","creators":{"1":{"id":"1"}}}})");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(Find(loaded->creators, "1")->region, "US");
  EXPECT_TRUE(loaded->review_policy.automatic);
}

TEST(WorldTextTest, ABrokenTextIsAnErrorThatNamesThePlaceAndNoContent) {
  for (const char* text : {"", "{", "[]", R"({"format":99,"world":{}})", R"({"format":1})"}) {
    EXPECT_EQ(ReasonOf(WorldFromText(text).status()), "WORLD_FILE_BROKEN") << text;
  }
  const absl::Status status =
      WorldFromText(R"({"format":1,"world":{"apps":{"x":{"secret":12345}}}})").status();
  EXPECT_EQ(ReasonOf(status), "WORLD_FILE_BROKEN");
  EXPECT_NE(status.message().find("apps.x.secret"), std::string::npos) << status;
  EXPECT_EQ(status.message().find("12345"), std::string::npos);
}

}  // namespace
}  // namespace sparkgate::simulator
