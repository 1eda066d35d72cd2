// Structured logs: one JSON object per line on standard error (or a file), through spdlog, which
// only base/log.cc includes. Never log a code, a token or a secret: there is no field for one.
#ifndef SPARKGATE_BASE_LOG_H_
#define SPARKGATE_BASE_LOG_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <absl/status/status.h>

namespace sparkgate {

struct LogField {
  std::string_view name;
  std::variant<std::string, int64_t, double, bool> value;

  LogField(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  LogField(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
  LogField(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
  template <std::integral Integer>
  LogField(std::string_view n, Integer v) : name(n), value(static_cast<int64_t>(v)) {}
  LogField(std::string_view n, double v) : name(n), value(v) {}
  LogField(std::string_view n, bool v) : name(n), value(v) {}
};

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Thread-safe. `event` is a short constant in snake_case ("call", "tick", "server_started"). What
// is said within a trace (base/trace.h) ends with its `trace_id` and `span_id`.
void Log(LogLevel level, std::string_view event, std::span<const LogField> fields);
inline void Log(LogLevel level, std::string_view event,
                std::initializer_list<LogField> fields = {}) {
  Log(level, event, std::span(fields.begin(), fields.size()));
}
inline void LogDebug(std::string_view e, std::initializer_list<LogField> f = {}) {
  Log(LogLevel::kDebug, e, f);
}
inline void LogInfo(std::string_view e, std::initializer_list<LogField> f = {}) {
  Log(LogLevel::kInfo, e, f);
}
inline void LogWarning(std::string_view e, std::initializer_list<LogField> f = {}) {
  Log(LogLevel::kWarning, e, f);
}
inline void LogError(std::string_view e, std::initializer_list<LogField> f = {}) {
  Log(LogLevel::kError, e, f);
}

// Called at start (until then: info and above, to standard error), and again in tests. `file` "" is
// standard error; a file is appended to. `level`: "debug", "info", "warning", "error". On an error
// the log stays as it was.
absl::Status ConfigureLog(std::string_view level, const std::string& file);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_LOG_H_
