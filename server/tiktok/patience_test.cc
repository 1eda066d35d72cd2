#include "server/tiktok/patience.h"

#include <thread>

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

TEST(Patience, IsThatOfTheInnermostScope) {
  EXPECT_EQ(ThisThreadsPatience().priority, Priority::kInteractive);
  {
    const PatienceScope background(Priority::kBackground, absl::ZeroDuration());
    EXPECT_EQ(ThisThreadsPatience().priority, Priority::kBackground);
    EXPECT_EQ(ThisThreadsPatience().remaining(), absl::ZeroDuration());
    {
      const PatienceScope waits(Priority::kInteractive, absl::Hours(1), [] { return true; });
      EXPECT_GT(ThisThreadsPatience().remaining(), absl::Minutes(59));
      EXPECT_TRUE(ThisThreadsPatience().gone());
    }
    EXPECT_FALSE(ThisThreadsPatience().gone());
  }
  EXPECT_EQ(ThisThreadsPatience().remaining(), absl::Seconds(10));
}

TEST(Patience, IsEachThreadsOwnUnlessItIsHandedOn) {
  const PatienceScope background(Priority::kBackground, absl::Seconds(1));
  const Patience mine = ThisThreadsPatience();
  std::thread([&] {
    EXPECT_EQ(ThisThreadsPatience().priority, Priority::kInteractive);
    const PatienceScope handed_on(mine);
    EXPECT_EQ(ThisThreadsPatience().priority, Priority::kBackground);
  }).join();
}

}  // namespace
}  // namespace sparkgate::tiktok
