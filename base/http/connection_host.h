// What a server's connections share: options, handler, event loop, who is connected, and how many
// answers are in progress. Internal to base/http; thread-safe.
#ifndef SPARKGATE_BASE_HTTP_CONNECTION_HOST_H_
#define SPARKGATE_BASE_HTTP_CONNECTION_HOST_H_

#include <atomic>
#include <memory>
#include <unordered_set>
#include <vector>

#include <absl/time/time.h>
#include <boost/asio/io_context.hpp>

#include "base/http/server.h"
#include "base/mutex.h"

namespace sparkgate {

class HttpConnection;

class ConnectionHost {
 public:
  ConnectionHost(HttpServerOptions options, HttpHandler handler);

  const HttpServerOptions& options() const { return options_; }
  boost::asio::io_context& io() { return io_; }
  void Call(HttpServerRequest request, HttpReply reply) {
    handler_(std::move(request), std::move(reply));
  }
  // Once no thread runs io(): what the handler refers to may die before a late reply does.
  void ForgetHandler() { handler_ = nullptr; }

  // Closes the connection that has been without a whole request for longest, if there is one.
  void MakeRoom();
  // Makes room for it if need be. False: draining, the connection is not wanted.
  bool Add(std::shared_ptr<HttpConnection> connection);
  void Remove(const std::shared_ptr<HttpConnection>& connection);
  std::vector<std::shared_ptr<HttpConnection>> Connections() const;

  void BeginAnswer() { ++answers_; }
  void EndAnswer();
  bool draining() const { return draining_; }
  void Drain();
  void AwaitAnswers(absl::Duration grace);

 private:
  const HttpServerOptions options_;
  HttpHandler handler_;
  boost::asio::io_context io_;
  std::atomic<int> answers_ = 0;
  std::atomic<bool> draining_ = false;
  mutable Mutex mutex_;
  CondVar answered_;
  std::unordered_set<std::shared_ptr<HttpConnection>> connections_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_CONNECTION_HOST_H_
