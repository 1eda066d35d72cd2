#include "simulator/world/new_world.h"

#include <limits>

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

std::string FieldOf(const absl::StatusOr<WorldState>& made) {
  const ErrorDetail detail = DetailOf(made.status());
  return detail.fields.empty() ? detail.reason : detail.fields[0].field;
}

TEST(NewWorldTest, FillsInDefaults) {
  const absl::StatusOr<WorldState> made = MakeWorld({}, "incarnation", "w-123");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->id, "w-123");
  EXPECT_EQ(made->random.seed(), "w-123");
  EXPECT_EQ(absl::FormatTime(made->now, absl::UTCTimeZone()), "2026-01-01T00:00:00+00:00");
  EXPECT_EQ(made->speed, 0);
}

TEST(NewWorldTest, NamesTheFieldThatIsWrong) {
  const auto with = [](auto change) {
    NewWorld request{.id = "world-1"};
    change(request);
    return FieldOf(MakeWorld(request, "i", "g"));
  };
  EXPECT_EQ(with([](NewWorld& r) { r.id = "no"; }), "world_id");
  EXPECT_EQ(with([](NewWorld& r) { r.id = "../../etc"; }), "world_id");
  EXPECT_EQ(with([](NewWorld& r) { r.id = "UPPER"; }), "world_id");
  EXPECT_EQ(with([](NewWorld& r) { r.seed = std::string(201, 'x'); }), "world.seed");
  EXPECT_EQ(with([](NewWorld& r) { r.start_time = absl::InfiniteFuture(); }), "world.start_time");
  EXPECT_EQ(
      with([](NewWorld& r) { r.start_time = absl::FromUnixNanos(1'700'000'000'000'000'001); }),
      "world.start_time");
  EXPECT_EQ(with([](NewWorld& r) { r.speed = -1; }), "world.clock_speed");
  EXPECT_EQ(with([](NewWorld& r) { r.speed = std::numeric_limits<double>::quiet_NaN(); }),
            "world.clock_speed");
  EXPECT_EQ(with([](NewWorld& r) { r.switches["nope"] = "1"; }), "switches.nope");
  EXPECT_EQ(with([](NewWorld& r) { r.follower_id = "a b"; }), "follower_id");
}

TEST(NewWorldTest, EqualParametersAreToldFromOthers) {
  const auto created_as = [](const NewWorld& request) {
    return MakeWorld(request, "i", "g").value().created_as;
  };
  const NewWorld base{.id = "world-1", .seed = "s"};
  NewWorld other = base;
  EXPECT_EQ(created_as(base), created_as(other));
  other.switches["code_reusable"] = "true";  // the default
  EXPECT_EQ(created_as(base), created_as(other));
  other.switches["code_reusable"] = "false";
  EXPECT_NE(created_as(base), created_as(other));
}

}  // namespace
}  // namespace sparkgate::simulator
