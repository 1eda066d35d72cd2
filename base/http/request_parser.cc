#include "base/http/request_parser.h"

#include <algorithm>

#include <boost/beast/core/string.hpp>

namespace sparkgate {
namespace {

namespace http = boost::beast::http;

// A peer may announce a body and never send it, so memory follows what has arrived.
constexpr uint64_t kReserve = 64u << 10;

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

RequestParser::RequestParser(size_t max_header_bytes, size_t max_body_bytes) {
  header_limit(static_cast<uint32_t>(max_header_bytes));
  body_limit(max_body_bytes);
  eager(true);
}

bool RequestParser::TakeExpectContinue() {
  return std::exchange(expect_continue_, false) && !http_1_0_;
}

void RequestParser::on_request_impl(http::verb, StringView method_text, StringView target,
                                    int version, ErrorCode&) {
  request_.method.assign(method_text.data(), method_text.size());
  const size_t question = std::min(target.find('?'), target.size());
  request_.path.assign(target.data(), question);
  if (question < target.size()) {
    request_.query.assign(target.data() + question + 1, target.size() - question - 1);
  }
  http_1_0_ = version < 11;
}

void RequestParser::on_field_impl(http::field field, StringView name, StringView value,
                                  ErrorCode&) {
  if (header_done_) return;  // a trailer: too late to mean anything
  if (field == http::field::expect && boost::beast::iequals(value, "100-continue")) {
    expect_continue_ = true;
  }
  std::string lower(name.data(), name.size());
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  request_.headers.emplace_back(std::move(lower), std::string(value.data(), value.size()));
}

void RequestParser::on_body_init_impl(const boost::optional<uint64_t>& size, ErrorCode&) {
  if (size) request_.body.reserve(static_cast<size_t>(std::min(*size, kReserve)));
}

size_t RequestParser::on_body_impl(StringView body, ErrorCode&) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

size_t RequestParser::on_chunk_body_impl(uint64_t, StringView body, ErrorCode&) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

}  // namespace sparkgate
