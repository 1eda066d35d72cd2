// Calls of a benchmark: counted, and every one of them must succeed. Thread-safe.
#ifndef SPARKGATE_TESTS_BENCH_CALLER_H_
#define SPARKGATE_TESTS_BENCH_CALLER_H_

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

#include "client/cpp/connection.h"

namespace sparkgate::bench {

// The value, or the end of the program with the error.
template <class T>
T Need(absl::StatusOr<T> result, const char* what) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s: %s\n", what, result.status().ToString().c_str());
    std::exit(1);
  }
  return *std::move(result);
}

// One service over a connection of its own.
template <class Service>
class Caller {
 public:
  Caller(const std::string& address, const std::string& key, std::atomic<int64_t>& count)
      : connection_({.address = address, .key = key}),
        stub_(Service::NewStub(connection_.channel())),
        count_(count) {}

  template <class Request, class Response>
  Response operator()(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                      const Request& request) {
    ++count_;
    return Need(connection_.Call(*stub_, method, request), Request::descriptor()->name().c_str());
  }

  // For streams.
  typename Service::Stub& stub() { return *stub_; }
  std::unique_ptr<grpc::ClientContext> StreamContext() {
    ++count_;
    auto context = std::make_unique<grpc::ClientContext>();
    connection_.Prepare(*context, {}, /*unary=*/false);
    return context;
  }

 private:
  client::Connection connection_;
  std::unique_ptr<typename Service::Stub> stub_;
  std::atomic<int64_t>& count_;
};

// fn(0) … fn(count - 1) by `callers` threads.
void InParallel(int count, int callers, const std::function<void(int)>& fn);

}  // namespace sparkgate::bench

#endif  // SPARKGATE_TESTS_BENCH_CALLER_H_
