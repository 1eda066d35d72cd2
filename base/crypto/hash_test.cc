#include "base/crypto/hash.h"

#include <set>

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(HashTest, KnownAnswers) {
  EXPECT_EQ(ToHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, cases 1, 2 and 6 (a key longer than a block).
  EXPECT_EQ(ToHex(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(ToHex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(ToHex(HmacSha256(std::string(131, '\xaa'),
                             "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HashTest, Encodings) {
  const std::string bytes("\xfb\xff\0f", 4);
  EXPECT_EQ(ToHex(bytes), "fbff0066");
  EXPECT_EQ(ToBase64(bytes), "+/8AZg==");
  EXPECT_EQ(ToBase64Url(bytes), "-_8AZg");
  EXPECT_EQ(ToBase32("foobar"), "mzxw6ytboi");
  EXPECT_EQ(ToBase32("f"), "my");
  EXPECT_EQ(ToBase32(""), "");
  EXPECT_EQ(ToBase64(""), "");
}

TEST(HashTest, Base64ReadsItsOwnOutputAndNothingElse) {
  for (size_t size = 0; size < 70; ++size) {
    const std::string bytes = RandomBytes(size);
    EXPECT_EQ(FromBase64(ToBase64(bytes)), bytes);
  }
  for (const char* bad : {"-_8AZg==", "+/8AZg", "+/8AZ!==", "+/8A Zg==", "+/8AZh=="}) {
    EXPECT_EQ(FromBase64(bad), std::nullopt) << bad;
  }
}

TEST(HashTest, Base64UrlReadsItsOwnOutputAndNothingElse) {
  for (size_t size = 0; size < 70; ++size) {
    const std::string bytes = RandomBytes(size);
    EXPECT_EQ(FromBase64Url(ToBase64Url(bytes)), bytes);
  }
  for (const char* bad : {"-_8AZg==", "+/8AZg", "-_8AZ!", "-_8A Zg", "A", "-_8AZh"}) {
    EXPECT_EQ(FromBase64Url(bad), std::nullopt) << bad;
  }
}

TEST(HashTest, ConstantTimeEquals) {
  EXPECT_TRUE(ConstantTimeEquals("", ""));
  EXPECT_TRUE(ConstantTimeEquals("secret", "secret"));
  EXPECT_FALSE(ConstantTimeEquals("secret", "secreT"));
  EXPECT_FALSE(ConstantTimeEquals("secret", "secret1"));
}

TEST(HashTest, RandomBytesDiffer) {
  EXPECT_EQ(RandomBytes(33).size(), 33u);
  EXPECT_NE(RandomBytes(16), RandomBytes(16));
}

// Stored worlds depend on these bytes. If this test fails, the code is wrong, not the test.
TEST(KeyedRandomTest, GoldenBytes) {
  const KeyedRandom random("seed");
  EXPECT_EQ(ToHex(random.Bytes("auth_code", "item/7", 3, 80)),
            "f7bf85151d798b7a84cbf9db3ffb4ac4ed3fd9e799fcdb5726137e4b986f3b7f25755030d270e9ab"
            "4e009b6df338c5551fc6085b904768f7a043eac2c494ba1fc2dbe709213e34a55b0bdf4787f7c0ec");
  EXPECT_EQ(random.Number("auth_code", "item/7", 3), 8830284660212088823u);
}

TEST(KeyedRandomTest, EachPartOfTheNameCounts) {
  const KeyedRandom random("seed");
  const std::set<std::string> values = {
      random.Bytes("a", "bc", 0, 16),         random.Bytes("ab", "c", 0, 16),
      random.Bytes("abc", "", 0, 16),         random.Bytes("a", "bc", 1, 16),
      random.Bytes("", "abc", 0, 16),         KeyedRandom("see").Bytes("a", "bc", 0, 16),
      KeyedRandom("").Bytes("a", "bc", 0, 16)};
  EXPECT_EQ(values.size(), 7u);
}

TEST(KeyedRandomTest, ALongerValueBeginsLikeAShorter) {
  const KeyedRandom random("seed");
  const std::string longer = random.Bytes("a", "b", 0, 1000);
  for (const size_t size : {0u, 1u, 63u, 64u, 65u, 999u}) {
    EXPECT_EQ(random.Bytes("a", "b", 0, size), longer.substr(0, size));
  }
}

TEST(KeyedRandomTest, FractionsFillTheUnitInterval) {
  const KeyedRandom random("seed");
  int below_half = 0;
  for (uint64_t i = 0; i < 1000; ++i) {
    const double fraction = random.Fraction("a", "b", i);
    ASSERT_GE(fraction, 0);
    ASSERT_LT(fraction, 1);
    if (fraction < 0.5) ++below_half;
  }
  EXPECT_GT(below_half, 430);
  EXPECT_LT(below_half, 570);
}

}  // namespace
}  // namespace sparkgate
