#include "rpc/internal/call_state.h"

#include <limits>

#include <absl/random/random.h>
#include <fmt/format.h>

#include "base/clock.h"
#include "rpc/refusals.h"

namespace sparkgate::rpc::internal {
namespace {

constexpr size_t kMaxCallIdBytes = 64;
constexpr int64_t kNoDeadline = std::numeric_limits<int64_t>::max();

bool IsPlain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '_' || c == '.' || c == ':';
}

// The client's id goes into logs and answers, so it may not carry anything but a name.
std::string CleanCallId(std::string_view request_id) {
  std::string id(request_id.substr(0, kMaxCallIdBytes));
  for (char& c : id) {
    if (!IsPlain(c)) c = '_';
  }
  if (!id.empty()) return id;
  thread_local absl::InsecureBitGen random;
  return fmt::format("{:016x}", absl::Uniform<uint64_t>(random));
}

int64_t DeadlineNanos(int64_t now, absl::Duration time_left) {
  const int64_t left = absl::ToInt64Nanoseconds(time_left);  // saturates
  return left >= kNoDeadline - now ? kNoDeadline : now + left;
}

const std::shared_ptr<const Caller>& Nobody() {
  static const auto* const nobody =
      new std::shared_ptr<const Caller>(std::make_shared<const Caller>());
  return *nobody;
}

}  // namespace

CallState::CallState(std::string_view method, std::string_view request_id, absl::Duration time_left,
                     Trace trace)
    : method_(method),
      call_id_(CleanCallId(request_id)),
      trace_(std::move(trace)),
      start_nanos_(MonotonicNanos()),
      deadline_nanos_(DeadlineNanos(start_nanos_, time_left)),
      caller_(Nobody()) {}

bool CallState::cancelled() const { return client_gone() || expired(); }

bool CallState::expired() const {
  return deadline_nanos_ != kNoDeadline && MonotonicNanos() >= deadline_nanos_;
}

absl::Duration CallState::remaining() const {
  if (deadline_nanos_ == kNoDeadline) return absl::InfiniteDuration();
  return absl::Nanoseconds(deadline_nanos_ - MonotonicNanos());
}

absl::Status CallState::StillWanted() const {
  if (expired()) return DeadlineExceeded();  // first: gRPC also cancels a call that has expired
  if (client_gone()) return CallCancelled();
  return absl::OkStatus();
}

void CallState::set_caller(std::shared_ptr<const Caller> caller) {
  caller_ = std::move(caller);
  known_ = true;
}

void CallState::Annotate(std::string_view name, std::string value) {
  annotations_.emplace_back(name, std::move(value));
}

absl::Duration CallState::elapsed() const {
  return absl::Nanoseconds(MonotonicNanos() - start_nanos_);
}

}  // namespace sparkgate::rpc::internal
