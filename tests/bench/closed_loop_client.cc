#include "tests/bench/closed_loop_client.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include "base/clock.h"
#include "rpc/client.h"

namespace sparkgate::bench {
namespace {

struct Call {
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  int64_t started = 0;
};

class Client {
 public:
  explicit Client(const ClosedLoop& loop) : loop_(loop), calls_(static_cast<size_t>(loop.callers)) {
    for (int i = 0; i < loop.channels; ++i) {
      stubs_.push_back(std::make_unique<grpc::GenericStub>(rpc::MakeChannel(loop.target)));
    }
  }

  ClosedLoopResult Run() {
    for (size_t i = 0; i < calls_.size(); ++i) Start(i);
    CallUntil(MonotonicNanos() + absl::ToInt64Nanoseconds(loop_.warm_up));
    result_ = {};
    const int64_t begin = MonotonicNanos();
    CallUntil(begin + absl::ToInt64Nanoseconds(loop_.duration));
    result_.elapsed = absl::Nanoseconds(MonotonicNanos() - begin);
    ClosedLoopResult result = std::move(result_);
    result_ = {};
    for (size_t open = calls_.size(); open > 0; --open) TakeOne();
    return result;
  }

 private:
  void Start(size_t index) {
    Call& call = calls_[index];
    const grpc::Slice bytes(loop_.request(sent_++));
    const grpc::ByteBuffer request(&bytes, 1);
    call.context = rpc::MakeContext({.bearer_token = loop_.bearer_token});
    call.reader = stubs_[index % stubs_.size()]->PrepareUnaryCall(call.context.get(), loop_.method,
                                                                  request, &queue_);
    call.started = MonotonicNanos();
    call.reader->StartCall();
    // Tags start at 1: a null tag would be legal, but says nothing in a debugger.
    call.reader->Finish(&call.response, &call.status, reinterpret_cast<void*>(index + 1));
  }

  void CallUntil(int64_t end) {
    while (MonotonicNanos() < end) Start(TakeOne());
  }

  size_t TakeOne() {
    void* tag = nullptr;
    bool ok = false;
    queue_.Next(&tag, &ok);
    const size_t index = reinterpret_cast<size_t>(tag) - 1;
    const Call& call = calls_[index];
    if (call.status.ok()) {
      result_.latencies.Add((MonotonicNanos() - call.started) / 1000);
    } else if (result_.errors++ == 0) {
      result_.first_error = call.status.error_message();
    }
    return index;
  }

  const ClosedLoop& loop_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<Call> calls_;
  ClosedLoopResult result_;
  int64_t sent_ = 0;
};

}  // namespace

void LatencyHistogram::Add(int64_t micros) {
  const int64_t last = static_cast<int64_t>(buckets_.size()) - 1;
  ++buckets_[static_cast<size_t>(std::clamp<int64_t>(micros, 0, last))];
  ++count_;
}

int64_t LatencyHistogram::Percentile(double percent) const {
  const double wanted = percent / 100 * static_cast<double>(count_);
  int64_t seen = 0;
  for (size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen > 0 && static_cast<double>(seen) >= wanted) return static_cast<int64_t>(i);
  }
  return 0;
}

double ClosedLoopResult::calls_per_second() const {
  return static_cast<double>(latencies.count()) / absl::ToDoubleSeconds(elapsed);
}

std::string ClosedLoopResult::Summary() const {
  return fmt::format("{:.0f} calls/s, p50 {} µs, p99 {} µs, {} errors{}{}", calls_per_second(),
                     latencies.Percentile(50), latencies.Percentile(99), errors,
                     errors == 0 ? "" : ": ", first_error);
}

ClosedLoopResult Run(const ClosedLoop& loop) { return Client(loop).Run(); }

}  // namespace sparkgate::bench
