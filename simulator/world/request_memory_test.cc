#include "simulator/world/request_memory.h"

#include <string>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

TEST(RequestMemoryTest, ForgetsTheOldestBeyondItsLimit) {
  RequestMemory memory;
  const size_t count = RequestMemory::kLimit + 5'000;
  for (size_t i = 0; i < count; ++i) memory.Remember(std::to_string(i), {"hash", "answer"});
  EXPECT_EQ(memory.Find("0"), nullptr);
  for (size_t i = count - RequestMemory::kLimit; i < count; ++i) {
    ASSERT_NE(memory.Find(std::to_string(i)), nullptr) << i;
  }
}

}  // namespace
}  // namespace sparkgate::simulator
