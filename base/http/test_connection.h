// The other end of a connection, byte by byte, for tests of the client and the server. Test only;
// blocking, one thread each.
#ifndef SPARKGATE_BASE_HTTP_TEST_CONNECTION_H_
#define SPARKGATE_BASE_HTTP_TEST_CONNECTION_H_

#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace sparkgate {

class TestConnection {
 public:
  using tcp = boost::asio::ip::tcp;

  explicit TestConnection(uint16_t port) : socket_(io_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
  }
  explicit TestConnection(tcp::acceptor& acceptor) : socket_(io_) { acceptor.accept(socket_); }

  void Send(std::string_view bytes) {
    boost::system::error_code ignored;  // a peer that has closed is what some tests are about
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
  }
  // Up to and including `end`; what came if the peer closes first.
  std::string ReadUntil(std::string_view end) {
    boost::system::error_code error;
    const size_t count =
        boost::asio::read_until(socket_, boost::asio::dynamic_buffer(pending_), end, error);
    const std::string text = pending_.substr(0, error ? pending_.size() : count);
    pending_.erase(0, text.size());
    return text;
  }
  std::string ReadBytes(size_t count) {
    boost::system::error_code error;
    if (pending_.size() < count) {
      boost::asio::read(socket_, boost::asio::dynamic_buffer(pending_),
                        boost::asio::transfer_exactly(count - pending_.size()), error);
    }
    const std::string text = pending_.substr(0, count);
    pending_.erase(0, text.size());
    return text;
  }
  std::string ReadToEnd() {
    boost::system::error_code error;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(pending_), error);
    was_reset_ = error == boost::asio::error::connection_reset;
    return std::exchange(pending_, {});
  }
  // Whether something came that wasn't read yet.
  bool Readable() { return !pending_.empty() || socket_.available() > 0; }
  bool was_reset() const { return was_reset_; }  // what ReadToEnd met
  void Close() { socket_.close(); }

 private:
  boost::asio::io_context io_;
  tcp::socket socket_;
  std::string pending_;
  bool was_reset_ = false;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_TEST_CONNECTION_H_
