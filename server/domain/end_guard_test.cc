#include "server/domain/end_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using testing::HasSubstr;

const absl::Time kEnd = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01

absl::Time After(double days) { return kEnd + absl::Hours(24) * days; }

TEST(EndGuardTest, TheShortestExtensionThatCovers) {
  const std::pair<double, std::optional<int>> rows[] = {
      {-1, 0},
      {0, 0},
      {0.001, 7},
      {7, 7},
      {7.001, 30},
      {30, 30},
      {59.9, 60},
      {60.001, 180},
      {180.001, 365},
      {365, 365},
      {365.001, std::nullopt},
  };
  for (const auto& [days, extension] : rows) {
    EXPECT_EQ(ExtensionThatCovers(kEnd, After(days)), extension) << days;
  }
}

TEST(EndGuardTest, SaysWhatHelps) {
  EXPECT_EQ(EndProblem(kEnd, After(0)), "");
  EXPECT_THAT(EndProblem(kEnd, After(8)), HasSubstr("An extension of 30 days would cover it."));
  EXPECT_THAT(EndProblem(kEnd, After(400)), HasSubstr("No single extension would cover it."));
  EXPECT_THAT(EndProblem(kEnd, std::nullopt), HasSubstr("the schedule has no end"));
}

}  // namespace
}  // namespace sparkgate::server
