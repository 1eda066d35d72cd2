// What a handler sees of a call, played by a test: who calls, and a stream that keeps what is
// written to it. Not thread-safe, but for what a stream's writer needs.
#ifndef SPARKGATE_SERVER_API_TESTING_FAKE_CALL_H_
#define SPARKGATE_SERVER_API_TESTING_FAKE_CALL_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "rpc/call_context.h"
#include "rpc/stream.h"

namespace sparkgate::server {

class FakeContext final : public rpc::CallContext {
 public:
  explicit FakeContext(rpc::Caller who, std::string method = "/sparkgate.v1.TestService/Test")
      : who_(std::move(who)), method_(std::move(method)) {}

  std::string_view method() const override { return method_; }
  const std::string& call_id() const override { return call_id_; }
  const rpc::Caller& caller() const override { return who_; }
  bool cancelled() const override { return gone; }
  absl::Duration remaining() const override { return absl::Seconds(30); }
  void Annotate(std::string_view, std::string) override {}

  bool gone = false;

 private:
  const rpc::Caller who_;
  const std::string method_;
  const std::string call_id_ = "call";
};

template <class Response>
class FakeStream final : public rpc::MessageStream {
 public:
  bool WriteMessage(const google::protobuf::Message& message) override {
    MutexLock lock(mutex_);
    if (end_.has_value()) return false;
    written_.push_back(static_cast<const Response&>(message));
    return true;
  }
  void Finish(const absl::Status& status) override {
    MutexLock lock(mutex_);
    if (!end_.has_value()) end_ = status;
  }
  void Abort(const absl::Status& status) override { Finish(status); }
  size_t pending() const override {
    MutexLock lock(mutex_);
    return pending_;
  }
  bool over() const override { return end().has_value(); }
  void OnDrained(std::function<void()> callback) override { drained_ = std::move(callback); }
  void OnCancelled(std::function<void(const absl::Status&)> callback) override {
    cancelled_ = std::move(callback);
  }

  // What the test does.
  void HoldUp() {  // the reader takes nothing
    MutexLock lock(mutex_);
    pending_ = 1;
  }
  void Drain() {
    {
      MutexLock lock(mutex_);
      pending_ = 0;
    }
    drained_();
  }
  // As at the end of a real one: its callbacks, which may own it, are let go.
  void LetGo() {
    drained_ = [] {};
    cancelled_ = [](const absl::Status&) {};
  }
  void Cancel(const absl::Status& why = absl::CancelledError("the client went away")) {
    cancelled_(why);
  }

  // What it sees.
  std::vector<Response> written() const {
    MutexLock lock(mutex_);
    return written_;
  }
  std::optional<absl::Status> end() const {
    MutexLock lock(mutex_);
    return end_;
  }

 private:
  std::function<void()> drained_ = [] {};
  std::function<void(const absl::Status&)> cancelled_ = [](const absl::Status&) {};
  mutable Mutex mutex_;
  size_t pending_ SG_GUARDED_BY(mutex_) = 0;
  std::vector<Response> written_ SG_GUARDED_BY(mutex_);
  std::optional<absl::Status> end_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_TESTING_FAKE_CALL_H_
