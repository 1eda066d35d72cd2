#include "server/usecases/advance.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

class AdvanceTest : public testing::Test {
 protected:
  AdvanceTest() { server_.AddWorkspace("w"); }

  absl::StatusOr<AdvanceTarget> Remember(const std::string& request_id, const AdvanceTarget& wanted,
                                         const std::string& body = "body") {
    return RememberTarget(server_.env, server_.MakeCall("w", request_id, body), wanted);
  }

  const absl::Time later_ = kTestWorldStart + absl::Hours(1) + absl::Nanoseconds(7);
  TestDisk disk_;
  TestServer server_{disk_};
};

TEST_F(AdvanceTest, ARepeatedCallGoesNoFurther) {
  const AdvanceTarget an_hour{.to = {}, .by = absl::Hours(1) + absl::Nanoseconds(7)};
  auto target = Remember("r", an_hour);
  ASSERT_TRUE(target.ok()) << target.status();
  EXPECT_EQ(target->to, later_);
  EXPECT_EQ(target->by, std::nullopt);
  server_.worlds.SetNow("w", later_);
  EXPECT_EQ(Remember("r", an_hour)->to, later_);
  EXPECT_EQ(Remember("another", an_hour)->to, later_ + *an_hour.by);
}

TEST_F(AdvanceTest, ABodyOfItsOwnNeedsAnIdOfItsOwn) {
  ASSERT_TRUE(Remember("r", {.to = later_, .by = {}}, "to").ok());
  EXPECT_EQ(Remember("r", {.to = later_, .by = {}}, "to")->to, later_);
  EXPECT_EQ(ReasonOf(Remember("r", {.to = {}, .by = absl::Hours(1)}, "by").status()),
            "REQUEST_ID_REUSED");
}

TEST_F(AdvanceTest, WithoutAnIdTheWorldCounts) {
  server_.worlds.FailWith(SimulatorUnreachable());  // nobody asks it
  const auto target = Remember("", {.to = {}, .by = absl::Hours(1)});
  EXPECT_EQ(target->by, absl::Hours(1));
  EXPECT_EQ(target->to, std::nullopt);
}

TEST_F(AdvanceTest, NothingIsRememberedOfAWorldThatCannotBeSeen) {
  server_.worlds.FailWith(SimulatorUnreachable());
  EXPECT_EQ(ReasonOf(Remember("r", {.to = {}, .by = absl::Hours(1)}).status()),
            "SIMULATOR_UNREACHABLE");
  server_.worlds.FailWith(absl::OkStatus());
  server_.worlds.SetNow("w", later_);
  EXPECT_EQ(Remember("r", {.to = {}, .by = absl::Hours(1)})->to, later_ + absl::Hours(1));
}

}  // namespace
}  // namespace sparkgate::server
