#include "base/trace.h"

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

constexpr char kTraceId[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kParent[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceTest, GoesOnUnderASpanOfOurOwn) {
  const auto trace = ParseTrace(kParent, "vendor=1");
  ASSERT_TRUE(trace.has_value());
  EXPECT_EQ(trace->trace_id, kTraceId);
  EXPECT_NE(trace->span_id, "b7ad6b7169203331");
  EXPECT_EQ(trace->Header(), std::string("00-") + kTraceId + "-" + trace->span_id + "-01");
  EXPECT_EQ(trace->state, "vendor=1");
  EXPECT_TRUE(ParseTrace(trace->Header(), "").has_value());
}

TEST(TraceTest, WhatIsMalformedIsIgnored) {
  const std::string good = kParent;
  const auto with = [&](size_t at, const std::string& text) {
    return std::string(good).replace(at, text.size(), text);
  };
  for (const std::string& bad :
       {std::string(), good.substr(1), good + "-", good + "x", with(0, "ff"), with(0, "0G"),
        with(2, "_"), with(3, "A"), with(35, "x"), with(52, "x"), with(53, "zz"),
        with(3, std::string(32, '0')), with(36, std::string(16, '0'))}) {
    EXPECT_FALSE(ParseTrace(bad, "").has_value()) << bad;
    const Trace made = TraceOf(bad, "vendor=1");
    EXPECT_TRUE(ParseTrace(made.Header(), "").has_value());
    EXPECT_EQ(made.state, "") << "somebody else's state says nothing of a new trace";
  }
  EXPECT_TRUE(ParseTrace(with(0, "01") + "-more", "").has_value()) << "of a later version";
  EXPECT_FALSE(ParseTrace(with(0, "01") + "more", "").has_value());
}

TEST(TraceTest, AStateThatNoHeaderMayCarryIsDropped) {
  EXPECT_EQ(ParseTrace(kParent, "a=1\r\nx: y")->state, "");
  EXPECT_EQ(ParseTrace(kParent, std::string(513, 'a'))->state, "");
  EXPECT_EQ(ParseTrace(kParent, std::string(512, 'a'))->state.size(), 512u);
}

TEST(TraceTest, AScopeEndsAsItBegan) {
  EXPECT_TRUE(ThisThreadsTrace().empty());
  const Trace outer = NewTrace();
  const Trace inner = NewTrace();
  EXPECT_NE(outer.trace_id, inner.trace_id);
  {
    const TraceScope one(outer);
    {
      const TraceScope two(inner);
      EXPECT_EQ(ThisThreadsTrace().trace_id, inner.trace_id);
    }
    EXPECT_EQ(ThisThreadsTrace().trace_id, outer.trace_id);
  }
  EXPECT_TRUE(ThisThreadsTrace().empty());
}

}  // namespace
}  // namespace sparkgate
