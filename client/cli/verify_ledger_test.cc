// The ledger's verifier. What a real server writes is checked in tests/integration/ledger_test.cc;
// here, what a forger might try.
#include "client/cli/verify_ledger.h"

#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "base/crypto/hash.h"
#include "client/cli/testing/sparkctl_test.h"
#include "sparkgate/v1/ledger_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;

v1::ListEntriesResponse Ledger() {
  v1::ListEntriesResponse ledger;
  std::string previous;
  for (int number = 1; number <= 3; ++number) {
    v1::LedgerEntry* entry = ledger.add_entries();
    entry->set_name(fmt::format("workspaces/w/ledgerEntries/{}", number));
    entry->set_number(number);
    entry->mutable_time()->set_seconds(1);
    entry->mutable_time()->set_nanos(2000);
    entry->set_action("ad.published");
    entry->set_resource("ads/1");
    entry->set_item_id("7");
    (*entry->mutable_attributes())["b"] = "x";
    (*entry->mutable_attributes())["a"] = "yy";
    // As docs/ledger.md says, written out.
    entry->set_digest(ToHex(
        Sha256(fmt::format("1:{}7:10000021:w0:12:ad.published5:ads/11:71:a2:yy1:b1:x", number))));
    entry->set_hash(ToHex(Sha256(previous + entry->digest())));
    previous = entry->hash();
  }
  return ledger;
}

class VerifyLedgerTest : public SparkctlTest {
 protected:
  int Verify(const v1::ListEntriesResponse& ledger, const std::string& head = "") {
    std::string json;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(ledger, &json).ok());
    std::vector<std::string> words = {"verify-ledger", "-"};
    if (!head.empty()) words.push_back(head);
    return Sparkctl(words, json);
  }
  void ExpectBroken(const v1::ListEntriesResponse& ledger, const std::string& how,
                    const std::string& head = "") {
    EXPECT_EQ(Verify(ledger, head), 1);
    EXPECT_THAT(err, HasSubstr(how));
  }
};

TEST_F(VerifyLedgerTest, AChainThatHolds) {
  const v1::ListEntriesResponse ledger = Ledger();
  EXPECT_EQ(Verify(ledger), 0) << err;
  EXPECT_THAT(out, HasSubstr("The chain holds from entry 1 to 3: 3 shown, 0 withheld.\n"));
  EXPECT_THAT(out, HasSubstr("head 3:" + ledger.entries(2).hash()));
  EXPECT_EQ(Verify(ledger, "2:" + ledger.entries(1).hash()), 0) << err;
}

TEST_F(VerifyLedgerTest, WhatIsWithheldIsCheckedByItsDigest) {
  v1::ListEntriesResponse ledger = Ledger();
  v1::LedgerEntry withheld;
  withheld.set_name(ledger.entries(1).name());
  withheld.set_number(2);
  withheld.set_digest(ledger.entries(1).digest());
  withheld.set_hash(ledger.entries(1).hash());
  *ledger.mutable_entries(1) = withheld;
  EXPECT_EQ(Verify(ledger), 0) << err;
  EXPECT_THAT(out, HasSubstr("2 shown, 1 withheld"));
  ledger.mutable_entries(1)->set_digest(ledger.entries(0).digest());
  ExpectBroken(ledger, "entry 2: doesn't follow from the one before");
}

TEST_F(VerifyLedgerTest, WhatWasChangedIsNamed) {
  v1::ListEntriesResponse ledger = Ledger();
  ledger.mutable_entries(1)->mutable_time()->set_seconds(2);
  ExpectBroken(ledger, "entry 2: isn't what its digest was made of");
  ledger = Ledger();
  (*ledger.mutable_entries(2)->mutable_attributes())["c"] = "";
  ExpectBroken(ledger, "entry 3: isn't what its digest was made of");
  ledger = Ledger();
  ledger.mutable_entries(0)->set_name("workspaces/x/ledgerEntries/1");
  ExpectBroken(ledger, "entry 1: isn't what its digest was made of");
}

TEST_F(VerifyLedgerTest, WhatIsMissingIsNoticed) {
  v1::ListEntriesResponse ledger = Ledger();
  const std::string last = "3:" + ledger.entries(2).hash();
  ledger.mutable_entries()->DeleteSubrange(1, 1);
  ExpectBroken(ledger, "entry 3: comes after 1");
  ledger = Ledger();
  ledger.mutable_entries()->RemoveLast();
  EXPECT_EQ(Verify(ledger), 0) << "what was cut off the end shows in a head alone";
  ExpectBroken(ledger, "entry 3: is the head that was given, and isn't here", last);
  ledger = Ledger();
  ledger.mutable_entries()->DeleteSubrange(0, 1);
  EXPECT_EQ(Verify(ledger), 0) << err;
  EXPECT_THAT(out, HasSubstr("Entries before 2 aren't here"));
}

TEST_F(VerifyLedgerTest, AnotherChainIsNotTheOneOfTheHead) {
  ExpectBroken(Ledger(), "entry 2: isn't the head that was given",
               "2:" + Ledger().entries(0).hash());
}

TEST_F(VerifyLedgerTest, EntriesWithoutADigestAreOnlyOld) {
  v1::ListEntriesResponse ledger = Ledger();
  ledger.mutable_entries(1)->clear_digest();
  ExpectBroken(ledger, "entry 2: has no digest");
  ledger = Ledger();
  ledger.mutable_entries(0)->clear_digest();
  EXPECT_EQ(Verify(ledger), 0) << err;
  EXPECT_THAT(out, HasSubstr("1 of them were written before there were digests"));
}

TEST_F(VerifyLedgerTest, WhatIsNoLedgerSaysSo) {
  EXPECT_EQ(Sparkctl({"verify-ledger"}), 2);
  EXPECT_EQ(Sparkctl({"verify-ledger", "-"}, "{"), 2);
  EXPECT_THAT(err, HasSubstr("- is no ledger"));
  EXPECT_EQ(Sparkctl({"verify-ledger", "-"}, "{}"), 2);
  EXPECT_THAT(err, HasSubstr("holds no entry"));
  EXPECT_EQ(Sparkctl({"verify-ledger", Path("nowhere.json")}), 2);
  EXPECT_EQ(Sparkctl({"verify-ledger", "-", "x"}), 2);
  EXPECT_THAT(err, HasSubstr("must be NUMBER:HASH"));
}

}  // namespace
}  // namespace sparkgate::cli
