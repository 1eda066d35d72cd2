#include "base/log.h"

#include <atomic>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "base/error.h"
#include "base/mutex.h"
#include "base/trace.h"

namespace sparkgate {
namespace {

// The length of the valid UTF-8 sequence that `text` begins with; 0 if it begins with none.
size_t SequenceLength(std::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const size_t length = lead < 0x80            ? 1
                        : lead >> 5 == 0b110   ? 2
                        : lead >> 4 == 0b1110  ? 3
                        : lead >> 3 == 0b11110 ? 4
                                               : 0;
  if (length == 0 || text.size() < length) return 0;
  uint32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 0b10) return 0;
    point = (point << 6) | (byte(i) & 0x3Fu);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};  // longer forms are forbidden
  const bool surrogate = point >= 0xD800 && point < 0xE000;
  return point < kSmallest[length] || surrogate || point > 0x10FFFF ? 0 : length;
}

// Always valid JSON, whatever a peer sent: bytes that aren't UTF-8 become U+FFFD.
void AppendString(fmt::memory_buffer& out, std::string_view text) {
  out.push_back('"');
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text.front());
    size_t length = 1;
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(text.front());
    } else if (c == '\n') {
      out.append(std::string_view("\\n"));
    } else if (c < 0x20 || c == 0x7F) {
      fmt::format_to(fmt::appender(out), "\\u{:04x}", c);
    } else if ((length = SequenceLength(text)) > 0) {
      out.append(text.substr(0, length));
    } else {
      length = 1;
      out.append(std::string_view("\\ufffd"));
    }
    text.remove_prefix(length);
  }
  out.push_back('"');
}

struct AppendValue {
  fmt::memory_buffer& out;
  void operator()(const std::string& value) const { AppendString(out, value); }
  void operator()(int64_t value) const { fmt::format_to(fmt::appender(out), "{}", value); }
  void operator()(bool value) const { fmt::format_to(fmt::appender(out), "{}", value); }
  void operator()(double value) const {
    // JSON has no word for infinity.
    if (std::isfinite(value)) {
      fmt::format_to(fmt::appender(out), "{}", value);
    } else {
      AppendString(out, fmt::to_string(value));
    }
  }
};

std::shared_ptr<spdlog::logger> MakeLogger(spdlog::sink_ptr sink) {
  auto logger = std::make_shared<spdlog::logger>("", std::move(sink));
  logger->set_level(spdlog::level::trace);  // Log decides
  // A crash must not take the lines before it along.
  logger->flush_on(spdlog::level::trace);
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})",
                      spdlog::pattern_time_type::utc);
  return logger;
}

struct Destination {
  std::atomic<LogLevel> level = LogLevel::kInfo;
  Mutex mutex;
  std::shared_ptr<spdlog::logger> logger SG_GUARDED_BY(mutex) =
      MakeLogger(std::make_shared<spdlog::sinks::stderr_sink_mt>());
};

// Never destroyed: other globals and detached threads may log until the very end.
Destination& TheDestination() {
  static Destination* const destination = new Destination;
  return *destination;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::optional<LogLevel> LevelNamed(std::string_view name) {
  if (name == "debug") return LogLevel::kDebug;
  if (name == "info") return LogLevel::kInfo;
  if (name == "warning") return LogLevel::kWarning;
  if (name == "error") return LogLevel::kError;
  return std::nullopt;
}

absl::Status LogFileFailed(std::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, why,
               {.reason = "LOG_FILE_FAILED", .who = Actor::kOperator});
}

}  // namespace

void Log(LogLevel level, std::string_view event, std::span<const LogField> fields) {
  Destination& destination = TheDestination();
  if (level < destination.level.load(std::memory_order_relaxed)) return;
  fmt::memory_buffer line;
  line.append(std::string_view(R"("event":)"));
  AppendString(line, event);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendString(line, field.name);
    line.push_back(':');
    std::visit(AppendValue{line}, field.value);
  }
  if (const Trace& trace = ThisThreadsTrace(); !trace.empty()) {
    line.append(std::string_view(R"(,"trace_id":)"));
    AppendString(line, trace.trace_id);
    line.append(std::string_view(R"(,"span_id":)"));
    AppendString(line, trace.span_id);
  }
  std::shared_ptr<spdlog::logger> logger;
  {
    MutexLock lock(destination.mutex);
    logger = destination.logger;
  }
  logger->log(ToSpdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

absl::Status ConfigureLog(std::string_view level, const std::string& file) {
  const std::optional<LogLevel> parsed = LevelNamed(level);
  if (!parsed) {
    return InvalidField("log level",
                        fmt::format("\"{}\" is none of debug, info, warning, error", level));
  }
  // spdlog would make the folder, and a mistyped path would go unnoticed.
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    return LogFileFailed(fmt::format("log file {}: there is no folder {}", file, folder.string()));
  }
  spdlog::sink_ptr sink;
  try {
    if (file.empty()) {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    }
  } catch (const spdlog::spdlog_ex& error) {
    return LogFileFailed(error.what());
  }
  Destination& destination = TheDestination();
  destination.level = *parsed;
  MutexLock lock(destination.mutex);
  destination.logger = MakeLogger(std::move(sink));
  return absl::OkStatus();
}

}  // namespace sparkgate
