// Servers and answers for tests of the server. Test only.
#ifndef SPARKGATE_BASE_HTTP_SERVER_FIXTURE_H_
#define SPARKGATE_BASE_HTTP_SERVER_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>

#include <absl/status/statusor.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/http/server.h"
#include "base/http/test_connection.h"

namespace sparkgate {

inline std::unique_ptr<HttpServer> MustStart(HttpServerOptions options, HttpHandler handler) {
  absl::StatusOr<std::unique_ptr<HttpServer>> server =
      HttpServer::Start(std::move(options), std::move(handler));
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

inline HttpServerResponse Text(std::string body) {
  HttpServerResponse response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

inline void Echo(HttpServerRequest request, const HttpReply& reply) {
  reply(Text(
      fmt::format("{} {} ? {} : {}", request.method, request.path, request.query, request.body)));
}

// One whole answer with a Content-Length.
inline std::string ReadAnswer(TestConnection& connection) {
  const std::string head = connection.ReadUntil("\r\n\r\n");
  const size_t at = head.find("Content-Length: ");
  if (at == std::string::npos) return head;
  return head + connection.ReadBytes(std::stoul(head.substr(at + 16)));
}

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_SERVER_FIXTURE_H_
