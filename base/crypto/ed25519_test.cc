#include "base/crypto/ed25519.h"

#include <gtest/gtest.h>

#include "base/crypto/hash.h"

namespace sparkgate {
namespace {

// RFC 8032, 7.1, tests 1 and 2.
TEST(Ed25519Test, KnownAnswers) {
  struct Case {
    const char* public_key;
    std::string seed;
    std::string message;
    const char* signature;
  };
  const Case cases[] = {
      {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
       "\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\x44\x49\xc5\x69\x7b\x32"
       "\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60",
       "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9"
       "b46bd25bf5f0595bbe24655141438e7a100b"},
      {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
       "\x4c\xcd\x08\x9b\x28\xff\x96\xda\x9d\xb6\xc3\x46\xec\x11\x4e\x0f\x5b\x8a\x31\x9f\x35\xab"
       "\xa6\x24\xda\x8c\xf6\xed\x4f\xb8\xa6\xfb",
       "r",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "1"
       "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
  };
  for (const Case& known : cases) {
    const std::string key = Ed25519KeyFromSeed(known.seed);
    EXPECT_EQ(ToHex(Ed25519PublicKey(key)), known.public_key);
    EXPECT_EQ(ToHex(Ed25519Sign(key, known.message)), known.signature);
  }
}

TEST(Ed25519Test, WhatWasChangedDoesNotVerify) {
  const std::string key = Ed25519KeyFromSeed(RandomBytes(kEd25519SeedBytes));
  const std::string signature = Ed25519Sign(key, "message");
  EXPECT_TRUE(Ed25519Verifies(Ed25519PublicKey(key), "message", signature));
  EXPECT_FALSE(Ed25519Verifies(Ed25519PublicKey(key), "massage", signature));
  EXPECT_FALSE(Ed25519Verifies(Ed25519PublicKey(key), "message", signature.substr(1)));
  const std::string other = Ed25519KeyFromSeed(RandomBytes(kEd25519SeedBytes));
  EXPECT_FALSE(Ed25519Verifies(Ed25519PublicKey(other), "message", signature));
}

}  // namespace
}  // namespace sparkgate
