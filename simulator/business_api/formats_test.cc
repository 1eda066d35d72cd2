#include "simulator/business_api/formats.h"

#include <gtest/gtest.h>

#include "base/crypto/hash.h"
#include "simulator/world/request_ids.h"

namespace sparkgate::simulator {
namespace {

TEST(Formats, TimesAreUtcWithoutZone) {
  const absl::Time time = absl::FromUnixSeconds(1'704'112'775) + absl::Milliseconds(900);
  EXPECT_EQ(WireTime(time), "2024-01-01 12:39:35");
  EXPECT_EQ(WireDate(time), "2024-01-01");
  EXPECT_EQ(ParseWireTime("2024-01-01 12:39:35"), absl::FromUnixSeconds(1'704'112'775));
  EXPECT_EQ(ParseWireDate("2024-01-01"), absl::FromUnixSeconds(1'704'067'200));
}

TEST(Formats, OtherFormsAreNoTimes) {
  for (const char* text : {"", "2024-01-01", "2024-01-01T12:39:35", "2024-02-30 00:00:00",
                           "2024-01-01 24:00:00", "2024-01-01 12:39:35Z", "2024-1-1 12:39:35"}) {
    EXPECT_EQ(ParseWireTime(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseWireDate("2024-13-01"), std::nullopt);
}

TEST(RequestIds, HaveThirtyFourCharactersAndTheWorldsTime) {
  RequestIds ids;
  const KeyedRandom random("seed");
  const absl::Time now = absl::FromUnixSeconds(1'704'112'775);
  const std::string id = ids.Next(random, now, "GET a");
  ASSERT_EQ(id.size(), 34u);
  EXPECT_EQ(id.substr(0, 14), "20240101123935");
  EXPECT_EQ(id.find_first_not_of("0123456789"), id.find_first_of("ABCDEF"));
}

TEST(RequestIds, FollowTheCallAndItsRepetitionsAlone) {
  RequestIds ids;
  RequestIds others;
  const KeyedRandom random("seed");
  const absl::Time now = absl::FromUnixSeconds(1'704'112'775);
  const std::string a = ids.Next(random, now, "GET a");
  const std::string b = ids.Next(random, now, "GET b");
  const std::string again = ids.Next(random, now, "GET a");
  EXPECT_NE(a, b);
  EXPECT_NE(a, again);
  // In another order, the same ones.
  EXPECT_EQ(others.Next(random, now, "GET b"), b);
  EXPECT_EQ(others.Next(random, now, "GET a"), a);
  EXPECT_EQ(others.Next(random, now, "GET a"), again);
}

}  // namespace
}  // namespace sparkgate::simulator
