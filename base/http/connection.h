// One client's connection: read a request, hand it to the handler, write the answer, again.
// Internal to base/http.
#ifndef SPARKGATE_BASE_HTTP_CONNECTION_H_
#define SPARKGATE_BASE_HTTP_CONNECTION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "base/http/connection_host.h"
#include "base/http/request_parser.h"
#include "base/http/response_head.h"
#include "base/http/server.h"
#include "base/mutex.h"
#include "base/timer.h"

namespace sparkgate {

// Public functions may be called from any thread, private ones run on the connection's strand.
// Owned by its host's registry, by its pending operations, and by replies not yet given; it keeps
// the host alive, so that a late reply finds something to be ignored by.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;

  HttpConnection(std::shared_ptr<ConnectionHost> host, Socket socket);

  void Start();
  void Reply(HttpServerResponse response);
  void CloseIfIdle();  // a busy one closes after its answer, since its host is draining
  void CloseIfLate(int64_t now_nanos);
  void Close();
  // Since when (MonotonicNanos) it has had no whole request; nothing while one is being answered.
  std::optional<int64_t> waits_since() const;

 private:
  // kHolding: the answer waits for its time. kTrickling: it never ends.
  enum class State {
    kIdle,
    kReceiving,
    kHandling,
    kHolding,
    kWriting,
    kTrickling,
    kLingering,
    kClosed
  };

  // Drops `function` if the connection is closed: nothing may be posted to a host that has stopped.
  template <typename Function>
  void Post(Function function);

  void ReadMore();
  void OnRead(const boost::system::error_code& error, size_t count);
  void Parse();
  void Handle();
  void Refuse(const boost::system::error_code& error);
  void Answer(HttpServerResponse response);
  void Hold(HttpServerResponse response);
  void NoticeLeaving();
  void Write(HttpServerResponse response);
  void Trickle();
  void WaitThen(absl::Duration delay, std::function<void(HttpConnection&)> next);
  void OnWritten(const boost::system::error_code& error);
  void AwaitRequest();
  void Linger();
  void DoClose();
  void SetDeadline(absl::Duration from_now);

  const std::shared_ptr<ConnectionHost> host_;
  Socket socket_;
  boost::beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  State state_ = State::kIdle;
  AfterAnswer after_ = AfterAnswer::kKeep;
  bool head_only_ = false;
  int handled_ = 0;
  std::string head_;
  std::string body_;
  size_t trickled_ = 0;  // bytes of body_ that went out
  absl::Duration trickle_;
  std::optional<TimerService::Id> timer_;  // of kHolding and kTrickling
  std::atomic<int64_t> deadline_nanos_;
  std::atomic<int64_t> waits_since_nanos_;

  Mutex gate_;
  bool open_ SG_GUARDED_BY(gate_) = true;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_CONNECTION_H_
