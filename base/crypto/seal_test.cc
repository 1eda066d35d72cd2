#include "base/crypto/seal.h"

#include <gtest/gtest.h>

#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate {
namespace {

const std::string kKey(kSealKeyBytes, 'k');

TEST(SealTest, OpensWhatItSealed) {
  for (const std::string& secret : {std::string(), std::string("#code=="), RandomBytes(5000)}) {
    const std::string sealed = Seal(kKey, secret, "w/codes/1/code");
    EXPECT_EQ(*Unseal(kKey, sealed, "w/codes/1/code"), secret);
    EXPECT_EQ(sealed.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-_"),
              std::string::npos);
  }
}

TEST(SealTest, NeverGivesTheSameTextTwice) {
  EXPECT_NE(Seal(kKey, "secret", ""), Seal(kKey, "secret", ""));
}

TEST(SealTest, RefusesAnotherPlaceKeyOrByte) {
  const std::string sealed = Seal(kKey, "secret", "row 1");
  const auto expect_broken = [](const absl::StatusOr<std::string>& opened) {
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(ReasonOf(opened.status()), "SEAL_BROKEN");
  };
  expect_broken(Unseal(kKey, sealed, "row 2"));
  expect_broken(Unseal(std::string(kSealKeyBytes, 'x'), sealed, "row 1"));
  expect_broken(Unseal("short", sealed, "row 1"));
  expect_broken(Unseal(kKey, "", "row 1"));
  expect_broken(Unseal(kKey, "!" + sealed, "row 1"));
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string damaged = sealed;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    expect_broken(Unseal(kKey, damaged, "row 1"));
    expect_broken(Unseal(kKey, sealed.substr(0, i), "row 1"));
  }
}

TEST(SealDeathTest, AKeyOfTheWrongSizeIsAMistakeOfTheProgram) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(Seal("short", "secret", ""), "wrong size");
}

}  // namespace
}  // namespace sparkgate
