// The public gRPC APIs of both programs, called by name with requests in protobuf's text format:
//
//   const v1::Code code = api.Ask<v1::Code>("CreatorService.GetCode", "name: '{}'", name).value();
//
// A request is formatted by fmt, so nested messages stand in < and >. Names of services decide
// which program is asked. Thread-safe.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_API_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_API_H_

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <fmt/format.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/rpc/status.pb.h>

#include "client/cpp/connection.h"
#include "tests/integration/harness/inbox.h"
#include "tests/integration/harness/programs.h"

namespace sparkgate::integration {

// A literal of the text format that stands for any bytes.
std::string Quote(std::string_view text);

absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// What a call came to, for programs: "OK", or code, reason and fields, such as
// "INVALID_ARGUMENT INVALID_FIELD duration_days".
std::string Describe(const absl::Status& status);
std::string Describe(const google::rpc::Status& status);  // one inside a message

// A server stream, read by a thread of its own. Cancelled when it goes.
class Stream {
 public:
  Stream(std::shared_ptr<client::Connection> connection, std::string method,
         std::unique_ptr<google::protobuf::Message> request,
         std::unique_ptr<google::protobuf::Message> response);
  ~Stream();
  // Waits for the next message; null once the stream is over.
  std::unique_ptr<google::protobuf::Message> Next();
  // Waits for the end, past all messages, and tells how it ended.
  absl::Status End();

 private:
  Inbox<std::unique_ptr<google::protobuf::Message>> messages_;
  std::stop_source stop_;
  absl::Status status_;  // the thread's until messages_ is closed
  std::thread thread_;
};

template <class Response>
class StreamOf {
 public:
  explicit StreamOf(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
  std::optional<Response> Next() {
    const auto message = stream_->Next();
    if (message == nullptr) return std::nullopt;
    return static_cast<const Response&>(*message);
  }
  absl::Status End() { return stream_->End(); }

 private:
  std::unique_ptr<Stream> stream_;
};

class Api {
 public:
  // Opens the server with `key`.
  Api(const Programs& programs, const std::string& key);
  // Leaves a program that is about to stop: gRPC would let it wait for a client that has no call
  // under way, since such a one looks at its connection every five seconds only.
  void LeaveServer() { server_.reset(); }
  void LeaveSimulator() { simulator_.reset(); }

  template <class Response = google::protobuf::Empty, class... Args>
  absl::StatusOr<Response> Ask(std::string_view method, std::string_view request,
                               const Args&... args) const {
    Response response;
    const absl::Status status =
        Call(method, fmt::vformat(request, fmt::make_format_args(args...)), response);
    if (!status.ok()) return status;
    return response;
  }

  // What a call comes to, whatever it answers.
  template <class... Args>
  absl::Status Try(std::string_view method, std::string_view request, const Args&... args) const {
    return CallAny(method, fmt::vformat(request, fmt::make_format_args(args...)));
  }

  // A whole answer as text.
  template <class... Args>
  std::string Show(std::string_view method, std::string_view request, const Args&... args) const {
    std::string answer;
    const absl::Status status =
        CallAny(method, fmt::vformat(request, fmt::make_format_args(args...)), &answer);
    return status.ok() ? answer : status.ToString();
  }

  template <class Response, class... Args>
  StreamOf<Response> Open(std::string_view method, std::string_view request,
                          const Args&... args) const {
    return StreamOf<Response>(OpenStream(method,
                                         fmt::vformat(request, fmt::make_format_args(args...)),
                                         std::make_unique<Response>()));
  }

 private:
  absl::Status Call(std::string_view method, const std::string& request,
                    google::protobuf::Message& response) const;
  absl::Status CallAny(std::string_view method, const std::string& request,
                       std::string* answer = nullptr) const;
  std::unique_ptr<Stream> OpenStream(std::string_view method, const std::string& request,
                                     std::unique_ptr<google::protobuf::Message> response) const;

  std::shared_ptr<client::Connection> server_;
  std::shared_ptr<client::Connection> simulator_;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_API_H_
