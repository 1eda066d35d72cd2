#include "server/domain/code.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'767'225'600);
constexpr std::string_view kSample =
    "#s63DdePaj9HjSv2BPcSrDfTxU2X506b2oiwchQ9PIspTLgroZKtjN7PPiFnF+qA=";

std::string Canonical(std::string_view pasted) {
  const absl::StatusOr<std::string> code = CanonicalCode(pasted, "code");
  return code.ok() ? *code : ReasonOf(code.status());
}

TEST(CodeTest, EveryStateAndEventIsDecided) {
  struct Row {
    CodeState state;
    std::optional<CodeState> redeemed, extended, ended, deleted, shown;
  };
  using enum CodeState;
  const Row rows[] = {
      {kNotUsed, kInUse, kNotUsed, kExpired, kDeleted, {}},
      {kInUse, kInUse, kInUse, kExpired, kDeleted, {}},
      {kExpired, {}, kNotUsed, {}, kDeleted, {}},
      {CodeState::kDeleted, {}, {}, {}, {}, kNotUsed},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(NextCodeState(row.state, CodeEvent::kRedeemed), row.redeemed);
    EXPECT_EQ(NextCodeState(row.state, CodeEvent::kExtended), row.extended);
    EXPECT_EQ(NextCodeState(row.state, CodeEvent::kEnded), row.ended);
    EXPECT_EQ(NextCodeState(row.state, CodeEvent::kDeleted), row.deleted);
    EXPECT_EQ(NextCodeState(row.state, CodeEvent::kShownAgain), row.shown);
  }
}

TEST(CodeTest, EndsAtItsEnd) {
  Code code;
  code.state = CodeState::kInUse;
  code.end_time = EndAfter(kStart, 30);
  EXPECT_EQ(code.end_time - kStart, absl::Hours(720));
  EXPECT_EQ(StateAt(code, code.end_time - absl::Microseconds(1)), CodeState::kInUse);
  EXPECT_EQ(StateAt(code, code.end_time), CodeState::kExpired);
  code.state = CodeState::kDeleted;
  EXPECT_EQ(StateAt(code, code.end_time), CodeState::kDeleted);
}

TEST(CodeTest, AnExtensionGivesBackWhatTheEndHid) {
  Code code;
  code.state = CodeState::kInUse;
  code.end_time = EndAfter(kStart, 30);
  const absl::Time later = EndAfter(kStart, 31);
  EXPECT_FALSE(ApplyCodeEvent(code, CodeEvent::kRedeemed, later));
  ASSERT_TRUE(ApplyCodeEvent(code, CodeEvent::kExtended, later));
  EXPECT_EQ(StateAt(code, later), CodeState::kExpired) << "until its end moves";
  code.end_time = EndAfter(kStart, 60);
  EXPECT_EQ(StateAt(code, later), CodeState::kInUse);
  ASSERT_TRUE(ApplyCodeEvent(code, CodeEvent::kDeleted, later));
  EXPECT_FALSE(ApplyCodeEvent(code, CodeEvent::kExtended, later));
}

TEST(CodeTest, ACodeThatIsShownAgainIsBack) {
  Code code;
  code.state = CodeState::kInUse;
  code.end_time = EndAfter(kStart, 30);
  EXPECT_FALSE(ApplyCodeEvent(code, CodeEvent::kShownAgain, kStart));
  ASSERT_TRUE(ApplyCodeEvent(code, CodeEvent::kDeleted, kStart));
  ASSERT_TRUE(ApplyCodeEvent(code, CodeEvent::kShownAgain, kStart));
  EXPECT_EQ(StateAt(code, kStart), CodeState::kNotUsed);
  EXPECT_EQ(StateAt(code, code.end_time), CodeState::kExpired);
}

TEST(CodeTest, AllowsTheFiveDurations) {
  for (const int days : {7, 30, 60, 180, 365}) EXPECT_TRUE(IsAllowedDuration(days)) << days;
  for (const int days : {-7, 0, 1, 14, 31, 90, 366}) EXPECT_FALSE(IsAllowedDuration(days)) << days;
}

TEST(CodeTest, CleansWhatWasPasted) {
  const std::string sample(kSample);
  const std::string bare = sample.substr(1);
  EXPECT_EQ(Canonical(sample), sample);
  EXPECT_EQ(Canonical(bare), sample);
  EXPECT_EQ(Canonical("  " + sample.substr(0, 20) + " \r\n\t" + sample.substr(20) + "\n"), sample);
  EXPECT_EQ(Canonical("\"" + sample + "\""), sample);
  EXPECT_EQ(Canonical("'\" " + bare + " \"'"), sample);
  EXPECT_EQ(Canonical("\xE2\x80\x9C" + sample + "\xE2\x80\x9D"), sample) << "curly quotes";
  EXPECT_EQ(Canonical("\xEF\xBB\xBF" + sample + "\xC2\xA0\xE2\x80\x8B"), sample) << "invisible";
}

TEST(CodeTest, HoldsToThePattern) {
  const std::string body(20, 'a');
  EXPECT_EQ(Canonical(body), "#" + body);
  EXPECT_EQ(Canonical(std::string(200, '-') + "=="), "#" + std::string(200, '-') + "==");
  const std::string malformed[] = {
      "",
      "#",
      "##" + body,
      "#" + body + "===",
      "a" + body + "=b",
      body + "!",
      body + "\xC3\xA9",
      std::string(19, 'a'),
      std::string(201, 'a'),
      "\"" + body,
      body + std::string(1, '\0'),
      "====================",
  };
  for (const std::string& text : malformed) EXPECT_EQ(Canonical(text), "CODE_MALFORMED") << text;
}

TEST(CodeTest, RefusesWithoutRepeatingTheInput) {
  const absl::Status status =
      CanonicalCode("#secret!secret!secret!secret", "items[3].code").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const ErrorDetail detail = DetailOf(status);
  ASSERT_EQ(detail.fields.size(), 1u);
  EXPECT_EQ(detail.fields[0].field, "items[3].code");
  EXPECT_EQ(status.ToString().find("secret"), std::string::npos);
}

TEST(CodeTest, HintsAtFourCharacters) { EXPECT_EQ(CodeHint(kSample), "#s63D"); }

}  // namespace
}  // namespace sparkgate::server
