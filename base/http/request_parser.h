// Beast's HTTP/1 parser, filling an HttpServerRequest directly: no Beast message in between.
// Internal to base/http. One request each; used on one strand.
#ifndef SPARKGATE_BASE_HTTP_REQUEST_PARSER_H_
#define SPARKGATE_BASE_HTTP_REQUEST_PARSER_H_

#include <boost/beast/http/basic_parser.hpp>

#include "base/http/server.h"

namespace sparkgate {

class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(size_t max_header_bytes, size_t max_body_bytes);

  // The client waits for a "100 Continue" before it sends the body. True once.
  bool TakeExpectContinue();
  bool is_http_1_0() const { return http_1_0_; }
  HttpServerRequest Take() { return std::move(request_); }

 private:
  using ErrorCode = boost::beast::error_code;
  using StringView = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb method, StringView method_text, StringView target,
                       int version, ErrorCode& error) override;
  void on_response_impl(int, StringView, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field field, StringView name, StringView value,
                     ErrorCode& error) override;
  void on_header_impl(ErrorCode&) override { header_done_ = true; }
  void on_body_init_impl(const boost::optional<uint64_t>& size, ErrorCode& error) override;
  size_t on_body_impl(StringView body, ErrorCode& error) override;
  void on_chunk_header_impl(uint64_t, StringView, ErrorCode&) override {}
  size_t on_chunk_body_impl(uint64_t remain, StringView body, ErrorCode& error) override;
  void on_finish_impl(ErrorCode&) override {}

  HttpServerRequest request_;
  bool header_done_ = false;
  bool http_1_0_ = false;
  bool expect_continue_ = false;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_REQUEST_PARSER_H_
