// Any bytes, in pieces of any size: the parser takes them or refuses them, and pieces don't matter.
#include <cstdint>
#include <cstdlib>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include "base/http/request_parser.h"
#include "base/http/server.h"

namespace {

// What became of `bytes` when they come `piece` at a time; "" if they are no whole request.
std::string Outcome(const std::string& bytes, size_t piece) {
  sparkgate::RequestParser parser(1024, 1024);
  std::string pending;
  for (size_t at = 0; at < bytes.size() && !parser.is_done(); at += piece) {
    pending += bytes.substr(at, piece);
    while (!pending.empty() && !parser.is_done()) {
      boost::beast::error_code error;
      pending.erase(0, parser.put(boost::asio::buffer(pending), error));
      if (error == boost::beast::http::error::need_more) break;
      if (error) return "";
    }
  }
  if (!parser.is_done()) return "";
  const sparkgate::HttpServerRequest request = parser.Take();
  sparkgate::ParseQuery(request.query);
  return request.method + " " + request.path + "?" + request.query + "\n" + request.body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = Outcome(bytes, bytes.size() + 1);
  const std::string pieces = Outcome(bytes, 1 + data[0] % 32);
  if (whole != pieces) std::abort();
  return 0;
}
