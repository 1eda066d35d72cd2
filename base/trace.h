// W3C Trace Context (https://www.w3.org/TR/trace-context/): which trace a piece of work belongs to,
// read from a caller and handed on to whoever is called. It is the thread that works, whatever it
// calls below, so it is said once, by whoever runs a request, and not handed through every use
// case.
#ifndef SPARKGATE_BASE_TRACE_H_
#define SPARKGATE_BASE_TRACE_H_

#include <optional>
#include <string>
#include <string_view>

namespace sparkgate {

struct Trace {
  std::string trace_id = {};  // 32 lower-case hex digits, not all 0; "": none
  std::string span_id = {};   // 16 of this piece of work
  std::string flags = "00";   // 2 hex digits, as they came
  std::string state = {};     // tracestate, as it came

  bool empty() const { return trace_id.empty(); }
  // The header for a call made from here: "00-<trace>-<span>-<flags>".
  std::string Header() const;
};

// What `traceparent` says, with a span of our own in it; nullopt if it is malformed. Of a version
// that isn't known yet what version 00 has is read. A tracestate longer than 512 bytes, or with
// bytes that no header may carry, is dropped.
std::optional<Trace> ParseTrace(std::string_view traceparent, std::string_view tracestate);
// A trace that begins here.
Trace NewTrace();
// The first, or else the second.
Trace TraceOf(std::string_view traceparent, std::string_view tracestate);

// Of this thread; an empty one outside every scope. Log (base/log.h) puts its id on every line.
const Trace& ThisThreadsTrace();

// Holds for this thread as long as it lives, then what held before.
class TraceScope {
 public:
  explicit TraceScope(const Trace& trace);  // outlives it
  ~TraceScope();
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;

 private:
  const Trace* const before_;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_TRACE_H_
