#include "base/http/server.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/http/connection.h"
#include "base/http/connection_host.h"
#include "base/log.h"
#include "base/mutex.h"

namespace sparkgate {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Timer = asio::steady_timer::rebind_executor<HttpConnection::Strand>::other;

// Without descriptors or memory accept fails at once and again: give others time to close some.
constexpr auto kAcceptPause = std::chrono::milliseconds(50);

// A child process must not keep our port, or a peer's connection, open. Asio has no option for it.
void CloseOnExec(int descriptor) { fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

// One timer looks after all connections' deadlines: a timer for each would cost more than a
// request.
std::chrono::nanoseconds SweepInterval(const HttpServerOptions& options) {
  const absl::Duration quarter = std::min(options.idle_timeout, options.request_timeout) / 4;
  return absl::ToChronoNanoseconds(
      std::clamp(quarter, absl::Milliseconds(5), absl::Milliseconds(500)));
}

class BeastServer final : public HttpServer {
 public:
  BeastServer(HttpServerOptions options, HttpHandler handler)
      : host_(std::make_shared<ConnectionHost>(std::move(options), std::move(handler))),
        work_(asio::make_work_guard(host_->io())),
        strand_(asio::make_strand(host_->io())),
        acceptor_(strand_),
        pause_(strand_),
        sweep_(strand_) {}

  ~BeastServer() override { Stop(absl::ZeroDuration()); }

  absl::Status Listen();
  void Run();
  uint16_t port() const override { return port_; }
  void Stop(absl::Duration grace) override;

 private:
  void Accept();
  void OnAccept(const ErrorCode& error, HttpConnection::Socket socket);
  void Sweep();

  const std::shared_ptr<ConnectionHost> host_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  HttpConnection::Strand strand_;  // for the three below
  asio::basic_socket_acceptor<tcp, HttpConnection::Strand> acceptor_;
  Timer pause_;
  Timer sweep_;
  uint16_t port_ = 0;

  Mutex stop_mutex_;
  std::vector<std::thread> threads_ SG_GUARDED_BY(stop_mutex_);
};

absl::Status BeastServer::Listen() {
  const HttpServerOptions& options = host_->options();
  ErrorCode error;
  const asio::ip::address address = asio::ip::make_address(options.address, error);
  if (error) {
    return InvalidField("address", fmt::format("\"{}\" is not an IP address", options.address));
  }
  const tcp::endpoint endpoint(address, options.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) CloseOnExec(acceptor_.native_handle());
  // On Linux this admits a port whose old connections linger, never one that somebody listens on.
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    const bool in_use = error == asio::error::address_in_use;
    return Error(
        absl::StatusCode::kUnavailable,
        fmt::format("can't listen on {}:{}: {}", options.address, options.port, error.message()),
        {.reason = in_use ? "ADDRESS_IN_USE" : "LISTEN_FAILED",
         .who = Actor::kOperator,
         .metadata = {{"address", fmt::format("{}:{}", options.address, options.port)}}});
  }
  port_ = acceptor_.local_endpoint(error).port();
  return absl::OkStatus();
}

void BeastServer::Run() {
  asio::post(strand_, [this] {
    Accept();
    Sweep();
  });
  MutexLock lock(stop_mutex_);
  for (int i = 0; i < std::max(1, host_->options().threads); ++i) {
    threads_.emplace_back([this, i] {
      pthread_setname_np(pthread_self(), fmt::format("http-{}", i % 1000).c_str());
      host_->io().run();
    });
  }
}

void BeastServer::Accept() {
  acceptor_.async_accept(asio::make_strand(host_->io()),
                         [this](const ErrorCode& error, HttpConnection::Socket socket) {
                           OnAccept(error, std::move(socket));
                         });
}

void BeastServer::OnAccept(const ErrorCode& error, HttpConnection::Socket socket) {
  if (!acceptor_.is_open()) return;
  if (error) {
    LogWarning("http_accept_failed", {{"error", error.message()}});
    host_->MakeRoom();
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](const ErrorCode& cancelled) {
      if (!cancelled && acceptor_.is_open()) Accept();
    });
    return;
  }
  CloseOnExec(socket.native_handle());
  ErrorCode ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto connection = std::make_shared<HttpConnection>(host_, std::move(socket));
  if (host_->Add(connection)) connection->Start();
  Accept();
}

void BeastServer::Sweep() {
  sweep_.expires_after(SweepInterval(host_->options()));
  sweep_.async_wait([this](const ErrorCode& cancelled) {
    if (cancelled || !acceptor_.is_open()) return;
    const int64_t now = MonotonicNanos();
    for (const auto& connection : host_->Connections()) connection->CloseIfLate(now);
    Sweep();
  });
}

void BeastServer::Stop(absl::Duration grace) {
  MutexLock lock(stop_mutex_);
  if (threads_.empty()) return;
  host_->Drain();
  asio::post(strand_, [this] {
    ErrorCode ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    sweep_.cancel();
  });
  for (const auto& connection : host_->Connections()) connection->CloseIfIdle();
  host_->AwaitAnswers(grace);
  for (const auto& connection : host_->Connections()) connection->Close();
  // The threads end when nothing is left to do, not before: so no operation stays behind in the
  // event loop, which would keep its connection, and that the event loop, alive for ever.
  work_.reset();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  host_->ForgetHandler();
}

}  // namespace

std::optional<std::string> HttpServerRequest::Header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return std::nullopt;
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpServerOptions options,
                                                              HttpHandler handler) {
  auto server = std::make_unique<BeastServer>(std::move(options), std::move(handler));
  SG_RETURN_IF_ERROR(server->Listen());
  server->Run();
  return server;
}

}  // namespace sparkgate
