#include "base/log.h"

#include <filesystem>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/trace.h"

namespace sparkgate {
namespace {

using namespace std::string_literals;

class LogTest : public testing::Test {
 protected:
  LogTest() : file_(testing::TempDir() + "sparkgate_log_" + std::to_string(getpid())) {
    unlink(file_.c_str());
  }
  ~LogTest() override {
    EXPECT_TRUE(ConfigureLog("info", "").ok());
    unlink(file_.c_str());
  }

  // Every line, parsed: so each test also says that lines are JSON.
  std::vector<boost::json::object> Lines() const {
    std::vector<boost::json::object> lines;
    const std::string text = *ReadFile(file_);
    for (size_t at = 0; at < text.size();) {
      const size_t end = text.find('\n', at);
      lines.push_back(boost::json::parse(text.substr(at, end - at)).as_object());
      at = end + 1;
    }
    return lines;
  }

  std::string file_;
};

TEST_F(LogTest, SaysWhichTraceItIsPartOf) {
  ASSERT_TRUE(ConfigureLog("info", file_).ok());
  const Trace trace = NewTrace();
  {
    const TraceScope scope(trace);
    LogInfo("within");
  }
  LogInfo("outside");
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].at("trace_id").as_string(), trace.trace_id);
  EXPECT_EQ(lines[0].at("span_id").as_string(), trace.span_id);
  EXPECT_FALSE(lines[1].contains("trace_id"));
}

TEST_F(LogTest, OneJsonObjectPerEvent) {
  ASSERT_TRUE(ConfigureLog("info", file_).ok());
  LogInfo("call", {{"method", "Get"}, {"count", 3}, {"took_ms", 1.5}, {"ok", true}});
  LogError("stopped");
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].at("level"), "info");
  EXPECT_EQ(lines[0].at("event"), "call");
  EXPECT_EQ(lines[0].at("method"), "Get");
  EXPECT_EQ(lines[0].at("count"), 3);
  EXPECT_EQ(lines[0].at("took_ms"), 1.5);
  EXPECT_EQ(lines[0].at("ok"), true);
  const std::string time(lines[0].at("time").as_string());
  ASSERT_EQ(time.size(), 27u) << time;
  EXPECT_EQ(time[10], 'T');
  EXPECT_EQ(time.back(), 'Z');
  EXPECT_EQ(lines[1].at("level"), "error");
}

TEST_F(LogTest, WhateverAFieldHoldsTheLineIsJson) {
  ASSERT_TRUE(ConfigureLog("info", file_).ok());
  const std::string nasty = "a\"b\\c\nd\te\0f\x7f {} %v"s;
  LogInfo("nasty", {{"text", nasty},
                    {"utf8", "é€😀"},
                    {"broken", "x\xff\xc0\x80\xed\xa0\x80\xe2\x82"},
                    {"inf", std::numeric_limits<double>::infinity()}});
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("text").as_string(), nasty);
  EXPECT_EQ(lines[0].at("utf8"), "é€😀");
  EXPECT_EQ(lines[0].at("broken").as_string().subview(0, 4), "x\xef\xbf\xbd");
  EXPECT_EQ(lines[0].at("inf"), "inf");
}

TEST_F(LogTest, TheLevelDecides) {
  ASSERT_TRUE(ConfigureLog("warning", file_).ok());
  LogDebug("a");
  LogInfo("b");
  LogWarning("c");
  LogError("d");
  EXPECT_EQ(Lines().size(), 2u);
  ASSERT_TRUE(ConfigureLog("debug", file_).ok());
  LogDebug("e");
  EXPECT_EQ(Lines().size(), 3u) << "a file is appended to";
}

TEST_F(LogTest, AWrongConfigurationChangesNothing) {
  ASSERT_TRUE(ConfigureLog("info", file_).ok());
  EXPECT_EQ(ReasonOf(ConfigureLog("loud", "")), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(ConfigureLog("info", "/proc/none/log")), "LOG_FILE_FAILED");
  LogInfo("still_here");
  EXPECT_EQ(Lines().size(), 1u);
}

TEST_F(LogTest, NoFolderIsMadeForAFile) {
  const absl::Status status = ConfigureLog("info", file_ + ".none/deep/log");
  EXPECT_EQ(ReasonOf(status), "LOG_FILE_FAILED");
  EXPECT_NE(std::string(status.message()).find("no folder"), std::string::npos) << status;
  EXPECT_FALSE(std::filesystem::exists(file_ + ".none"));
}

TEST_F(LogTest, ManyThreadsWriteWholeLines) {
  ASSERT_TRUE(ConfigureLog("info", file_).ok());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int j = 0; j < 100; ++j) LogInfo("line", {{"j", j}});
    });
  }
  ASSERT_TRUE(ConfigureLog("info", file_).ok());
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Lines().size(), 400u);
}

}  // namespace
}  // namespace sparkgate
