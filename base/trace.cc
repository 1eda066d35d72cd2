#include "base/trace.h"

#include <algorithm>

#include <absl/random/random.h>
#include <fmt/format.h>

namespace sparkgate {
namespace {

constexpr size_t kMostStateBytes = 512;
constexpr size_t kHeaderBytes = 55;  // of version 00

thread_local const Trace* this_threads_trace = nullptr;

bool IsLowerHex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsZero(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == '0'; });
}

// Never 0, which means none.
uint64_t RandomWord() {
  thread_local absl::InsecureBitGen random;
  return absl::Uniform<uint64_t>(absl::IntervalClosed, random, 1, ~uint64_t{0});
}

std::string NewSpan() { return fmt::format("{:016x}", RandomWord()); }

bool MayPass(std::string_view state) {
  return state.size() <= kMostStateBytes &&
         std::ranges::all_of(state, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::string Trace::Header() const { return fmt::format("00-{}-{}-{}", trace_id, span_id, flags); }

std::optional<Trace> ParseTrace(std::string_view traceparent, std::string_view tracestate) {
  if (traceparent.size() < kHeaderBytes) return std::nullopt;
  const std::string_view version = traceparent.substr(0, 2);
  const std::string_view trace_id = traceparent.substr(3, 32);
  const std::string_view parent = traceparent.substr(36, 16);
  const std::string_view flags = traceparent.substr(53, 2);
  if (traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') {
    return std::nullopt;
  }
  if (!IsLowerHex(version) || version == "ff") return std::nullopt;
  if (version == "00" && traceparent.size() != kHeaderBytes) return std::nullopt;
  if (traceparent.size() > kHeaderBytes && traceparent[kHeaderBytes] != '-') return std::nullopt;
  if (!IsLowerHex(trace_id) || !IsLowerHex(parent) || !IsLowerHex(flags)) return std::nullopt;
  if (IsZero(trace_id) || IsZero(parent)) return std::nullopt;
  return Trace{.trace_id = std::string(trace_id),
               .span_id = NewSpan(),
               .flags = std::string(flags),
               .state = MayPass(tracestate) ? std::string(tracestate) : ""};
}

Trace NewTrace() {
  return {.trace_id = fmt::format("{:016x}{:016x}", RandomWord(), RandomWord()),
          .span_id = NewSpan()};
}

Trace TraceOf(std::string_view traceparent, std::string_view tracestate) {
  std::optional<Trace> trace = ParseTrace(traceparent, tracestate);
  return trace.has_value() ? *std::move(trace) : NewTrace();
}

const Trace& ThisThreadsTrace() {
  static const Trace none;
  return this_threads_trace == nullptr ? none : *this_threads_trace;
}

TraceScope::TraceScope(const Trace& trace) : before_(this_threads_trace) {
  this_threads_trace = &trace;
}

TraceScope::~TraceScope() { this_threads_trace = before_; }

}  // namespace sparkgate
