#include "simulator/world/faults/fault_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/faults/fault_kinds.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(FaultText, AKindAlone) {
  const absl::StatusOr<FaultStep> step = ParseFaultText("cut-after");
  ASSERT_TRUE(step.ok()) << step.status();
  EXPECT_EQ(step->kind, FaultKind::kCutAfter);
}

TEST(FaultText, ParametersInAnyOrderAndQuoted) {
  const absl::StatusOr<FaultStep> step = ParseFaultText(
      " api-error ; message=\"a; \\\"b\\\" \\\\\";code = 50000;after-commit; chance=0.25");
  ASSERT_TRUE(step.ok()) << step.status();
  EXPECT_EQ(step->kind, FaultKind::kApiError);
  EXPECT_EQ(step->code, 50000);
  EXPECT_EQ(step->message, "a; \"b\" \\");
  EXPECT_TRUE(step->after_commit);
  EXPECT_EQ(step->chance, 0.25);
}

TEST(FaultText, ThreeKindsOfDelay) {
  EXPECT_EQ(ParseFaultText("delay; delay=250ms")->latency,
            (Latency{.shape = LatencyShape::kFixed, .base = absl::Milliseconds(250)}));
  EXPECT_EQ(ParseFaultText("cut-body; delay=10ms..1.5s")->latency,
            (Latency{.shape = LatencyShape::kUniform,
                     .base = absl::Milliseconds(10),
                     .most = absl::Milliseconds(1500)}));
  EXPECT_EQ(
      ParseFaultText("delay; delay=100ms~0.5")->latency,
      (Latency{.shape = LatencyShape::kLognormal, .base = absl::Milliseconds(100), .sigma = 0.5}));
}

// Field and sentence.
std::string Mistake(std::string_view text) {
  const absl::StatusOr<FaultStep> step = ParseFaultText(text);
  if (step.ok()) return "none";
  const FieldViolation violation = DetailOf(step.status()).fields.front();
  return violation.field + ": " + violation.description;
}

TEST(FaultText, MistakesAreNamed) {
  EXPECT_EQ(Mistake(""), "Sparkgate-Fault: There is no kind \"\" of faults.");
  EXPECT_EQ(Mistake("cutt"), "Sparkgate-Fault: There is no kind \"cutt\" of faults.");
  EXPECT_THAT(Mistake("drop"), HasSubstr("no kind \"drop\"")) << "of webhooks only";
  EXPECT_THAT(Mistake("stale"), HasSubstr("needs a plan"));
  EXPECT_THAT(Mistake("reset; code=1"), StartsWith("Sparkgate-Fault.code: "));
  EXPECT_THAT(Mistake("api-error"), StartsWith("Sparkgate-Fault.code: "));
  EXPECT_THAT(Mistake("api-error; code=x"), HasSubstr("\"code\" can't be read"));
  EXPECT_THAT(Mistake("api-error; code=1; code=2"), HasSubstr("comes twice"));
  EXPECT_THAT(Mistake("reset; colour=red"), HasSubstr("no parameter \"colour\""));
  EXPECT_THAT(Mistake("api-error; message=\"x"), HasSubstr("isn't closed"));
  EXPECT_THAT(Mistake("api-error; message=\"x\\"), HasSubstr("isn't closed"));
  EXPECT_THAT(Mistake("delay; delay=soon"), HasSubstr("\"delay\" can't be read"));
  EXPECT_THAT(Mistake("delay; delay=1h"), StartsWith("Sparkgate-Fault.latency: "));
  EXPECT_THAT(Mistake("reset; chance=2"), StartsWith("Sparkgate-Fault.chance: "));
}

TEST(FaultText, EveryKindOfTikToksApiHasAName) {
  for (const FaultKindSpec& spec : FaultKinds()) {
    if (!HappensAt(spec, FaultFace::kHttp)) continue;
    EXPECT_THAT(Mistake(spec.name), testing::Not(HasSubstr("no kind"))) << spec.name;
  }
}

}  // namespace
}  // namespace sparkgate::simulator
