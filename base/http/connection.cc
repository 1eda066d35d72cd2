#include "base/http/connection.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "base/clock.h"

namespace sparkgate {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using HttpError = boost::beast::http::error;

constexpr size_t kHeadChunk = 4u << 10;
constexpr size_t kBodyChunk = 64u << 10;
constexpr absl::Duration kLingerTime = absl::Seconds(2);
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

// What HttpReply shares between its copies: the first call counts, and none at all is a 500.
class PendingReply {
 public:
  explicit PendingReply(std::shared_ptr<HttpConnection> connection)
      : connection_(std::move(connection)) {}
  ~PendingReply() {
    if (!given_) connection_->Reply({.status = 500});
  }
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;

  void Give(HttpServerResponse response) {
    if (!given_.exchange(true)) connection_->Reply(std::move(response));
  }

 private:
  const std::shared_ptr<HttpConnection> connection_;
  std::atomic<bool> given_ = false;
};

HttpServerResponse Refusal(const ErrorCode& error) {
  HttpServerResponse response;
  response.content_type = "text/plain";
  if (error == HttpError::header_limit) {
    response.status = 431;
    response.body = "The request's header is too large.\n";
  } else if (error == HttpError::body_limit) {
    response.status = 413;
    response.body = "The request's body is too large.\n";
  } else {
    response.status = 400;
    response.body = "This is not an HTTP/1.1 request.\n";
  }
  return response;
}

}  // namespace

HttpConnection::HttpConnection(std::shared_ptr<ConnectionHost> host, Socket socket)
    : host_(std::move(host)),
      socket_(std::move(socket)),
      deadline_nanos_(kNever),
      waits_since_nanos_(kNever) {}

std::optional<int64_t> HttpConnection::waits_since() const {
  const int64_t since = waits_since_nanos_;
  return since == kNever ? std::nullopt : std::optional(since);
}

template <typename Function>
void HttpConnection::Post(Function function) {
  MutexLock lock(gate_);
  if (!open_) return;
  asio::post(socket_.get_executor(),
             [self = shared_from_this(), function = std::move(function)]() mutable {
               if (self->state_ != State::kClosed) function(*self);
             });
}

void HttpConnection::Start() {
  Post([](HttpConnection& self) { self.AwaitRequest(); });
}

void HttpConnection::Reply(HttpServerResponse response) {
  if (socket_.get_executor().running_in_this_thread()) {
    Answer(std::move(response));  // the handler answered at once: spare the detour
    return;
  }
  Post([response = std::move(response)](HttpConnection& self) mutable {
    self.Answer(std::move(response));
  });
}

void HttpConnection::CloseIfIdle() {
  Post([](HttpConnection& self) {
    const bool between = self.state_ == State::kIdle || self.state_ == State::kReceiving;
    const bool held_up = self.state_ == State::kHolding || self.state_ == State::kTrickling;
    if (between || held_up) self.DoClose();
  });
}

void HttpConnection::CloseIfLate(int64_t now_nanos) {
  if (deadline_nanos_ > now_nanos) return;
  Post([now_nanos](HttpConnection& self) {
    if (self.deadline_nanos_ <= now_nanos) self.DoClose();
  });
}

void HttpConnection::Close() {
  Post([](HttpConnection& self) { self.DoClose(); });
}

void HttpConnection::AwaitRequest() {
  state_ = State::kIdle;
  waits_since_nanos_ = MonotonicNanos();
  if (host_->draining()) return DoClose();
  SetDeadline(host_->options().idle_timeout);
  // Thousands of connections may be idle: give back what a large message took.
  if (body_.capacity() > kBodyChunk) std::string().swap(body_);
  if (buffer_.size() == 0 && buffer_.capacity() > 2 * kHeadChunk) buffer_.shrink_to_fit();
  if (buffer_.size() > 0) return Parse();  // the client didn't wait for our answer
  ReadMore();
}

void HttpConnection::ReadMore() {
  const size_t chunk = parser_ && parser_->is_header_done() ? kBodyChunk : kHeadChunk;
  socket_.async_read_some(buffer_.prepare(chunk),
                          [self = shared_from_this()](const ErrorCode& error, size_t count) {
                            self->OnRead(error, count);
                          });
}

void HttpConnection::OnRead(const ErrorCode& error, size_t count) {
  if (state_ == State::kClosed) return;
  if (error) return DoClose();
  if (state_ == State::kLingering) return ReadMore();  // uncommitted, so overwritten
  buffer_.commit(count);
  Parse();
}

void HttpConnection::Parse() {
  if (!parser_) parser_.emplace(host_->options().max_header_bytes, host_->options().max_body_bytes);
  while (buffer_.size() > 0 && !parser_->is_done()) {
    ErrorCode error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == HttpError::need_more) break;
    if (error) return Refuse(error);
  }
  if (parser_->is_done()) return Handle();
  if (state_ == State::kIdle) {
    state_ = State::kReceiving;
    SetDeadline(host_->options().request_timeout);
  }
  if (!parser_->is_header_done() || !parser_->TakeExpectContinue()) return ReadMore();
  head_ = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(head_),
                    [self = shared_from_this()](const ErrorCode& error, size_t) {
                      if (self->state_ == State::kClosed) return;
                      if (error) return self->DoClose();
                      self->ReadMore();
                    });
}

void HttpConnection::Handle() {
  after_ = !parser_->keep_alive()   ? AfterAnswer::kClose
           : parser_->is_http_1_0() ? AfterAnswer::kKeepAndSaySo
                                    : AfterAnswer::kKeep;
  HttpServerRequest request = parser_->Take();
  request.earlier = handled_++;
  parser_.reset();
  head_only_ = request.method == "HEAD";
  state_ = State::kHandling;
  deadline_nanos_ = kNever;
  waits_since_nanos_ = kNever;
  host_->BeginAnswer();
  host_->Call(std::move(request),
              [pending = std::make_shared<PendingReply>(shared_from_this())](
                  HttpServerResponse response) { pending->Give(std::move(response)); });
}

void HttpConnection::Refuse(const ErrorCode& error) {
  // The rest of what the client sends can't be understood, but closing at once would reset the
  // connection and destroy this answer on its way: so say that it is over, and read to the end.
  const HttpServerResponse response = Refusal(error);
  head_ = RenderResponseHead(response, AfterAnswer::kClose) + response.body;
  buffer_.clear();
  parser_.reset();
  state_ = State::kLingering;
  SetDeadline(kLingerTime);
  asio::async_write(socket_, asio::buffer(head_),
                    [self = shared_from_this()](const ErrorCode& failure, size_t) {
                      if (self->state_ == State::kClosed) return;
                      if (failure) return self->DoClose();
                      self->Linger();
                    });
}

void HttpConnection::Linger() {
  ErrorCode ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
  ReadMore();
}

void HttpConnection::Answer(HttpServerResponse response) {
  if (state_ != State::kHandling) return;
  const bool paced = host_->options().timers != nullptr;
  if (!paced) response.trickle = absl::ZeroDuration();
  if (paced && response.delay > absl::ZeroDuration()) return Hold(std::move(response));
  Write(std::move(response));
}

void HttpConnection::Hold(HttpServerResponse response) {
  if (host_->draining()) return DoClose();
  state_ = State::kHolding;
  NoticeLeaving();
  const absl::Duration delay = response.delay;
  WaitThen(delay, [response = std::move(response)](HttpConnection& self) {
    if (self.state_ == State::kHolding) self.Write(response);
  });
}

// Nobody reads while an answer waits, so a client that leaves must be looked for. One that sends
// its next request early ends the looking, and is found to have left when it is written to.
void HttpConnection::NoticeLeaving() {
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const ErrorCode& error) {
    const bool held_up = self->state_ == State::kHolding || self->state_ == State::kTrickling;
    if (error || !held_up) return;
    ErrorCode peeked;
    self->socket_.non_blocking(true, peeked);
    char byte = 0;
    self->socket_.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, peeked);
    if (peeked == asio::error::would_block) return self->NoticeLeaving();
    if (peeked) self->DoClose();
  });
}

void HttpConnection::WaitThen(absl::Duration delay, std::function<void(HttpConnection&)> next) {
  timer_ = host_->options().timers->After(delay, [weak = weak_from_this(), next = std::move(next)] {
    if (const auto self = weak.lock()) self->Post(next);
  });
}

void HttpConnection::Write(HttpServerResponse response) {
  if (response.cut == HttpServerResponse::Cut::kBeforeHeader) return DoClose();
  if (response.cut == HttpServerResponse::Cut::kReset) {
    ErrorCode ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    return DoClose();
  }
  if (response.trickle > absl::ZeroDuration() && !head_only_) {
    head_ = RenderResponseHead(response, AfterAnswer::kClose, BodyLength::kUnknown);
    body_ = std::move(response.body);
    trickled_ = 0;
    trickle_ = response.trickle;
    state_ = State::kTrickling;
    NoticeLeaving();
    return Trickle();
  }
  if (response.cut != HttpServerResponse::Cut::kNo || host_->draining()) {
    after_ = AfterAnswer::kClose;
  }
  head_ = RenderResponseHead(response, after_);
  body_ = std::move(response.body);
  if (response.cut == HttpServerResponse::Cut::kHalfBody) body_.resize(body_.size() / 2);
  if (head_only_ || !StatusHasBody(response.status)) body_.clear();
  state_ = State::kWriting;
  SetDeadline(host_->options().request_timeout);
  asio::async_write(
      socket_,
      std::array{asio::const_buffer(head_.data(), head_.size()),
                 asio::const_buffer(body_.data(), body_.size())},
      [self = shared_from_this()](const ErrorCode& error, size_t) { self->OnWritten(error); });
}

// The head goes out with the first byte.
void HttpConnection::Trickle() {
  if (host_->draining()) return DoClose();
  head_ += trickled_ < body_.size() ? body_[trickled_++] : ' ';
  asio::async_write(socket_, asio::buffer(head_),
                    [self = shared_from_this()](const ErrorCode& error, size_t) {
                      if (self->state_ == State::kClosed) return;
                      if (error) return self->DoClose();
                      self->head_.clear();
                      self->WaitThen(self->trickle_, [](HttpConnection& own) { own.Trickle(); });
                    });
}

void HttpConnection::OnWritten(const ErrorCode& error) {
  if (state_ == State::kClosed) return;
  if (error || after_ == AfterAnswer::kClose) return DoClose();
  host_->EndAnswer();
  AwaitRequest();
}

void HttpConnection::DoClose() {
  const bool was_answering = state_ == State::kHandling || state_ == State::kWriting ||
                             state_ == State::kHolding || state_ == State::kTrickling;
  state_ = State::kClosed;
  if (timer_) (void)host_->options().timers->Cancel(*timer_);
  {
    MutexLock lock(gate_);
    open_ = false;
  }
  ErrorCode ignored;
  // An aborting close is one without a shutdown before it.
  asio::socket_base::linger linger;
  socket_.get_option(linger, ignored);
  if (!linger.enabled()) socket_.shutdown(asio::socket_base::shutdown_both, ignored);
  socket_.close(ignored);
  if (was_answering) host_->EndAnswer();
  host_->Remove(shared_from_this());
}

void HttpConnection::SetDeadline(absl::Duration from_now) {
  // A year is for ever, and its sum with the present doesn't overflow.
  const absl::Duration bounded = std::min(from_now, absl::Hours(24 * 365));
  deadline_nanos_ = MonotonicNanos() + absl::ToInt64Nanoseconds(bounded);
}

}  // namespace sparkgate
