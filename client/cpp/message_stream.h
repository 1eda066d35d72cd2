// Calls by name, for tools that learn methods and messages from descriptors and so have no
// generated stubs. Thread-safe functions; each call blocks the thread that makes it.
#ifndef SPARKGATE_CLIENT_CPP_MESSAGE_STREAM_H_
#define SPARKGATE_CLIENT_CPP_MESSAGE_STREAM_H_

#include <functional>
#include <stop_token>
#include <string>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include "client/cpp/connection.h"

namespace sparkgate::client {

// What is sent: fills the message and returns true, or returns false when there is no more. Called
// on a thread of its own, since it may wait for a person; it must return soon after `stop`.
using NextRequest =
    std::function<bool(google::protobuf::Message& request, const std::stop_token& stop)>;
// Called for each answer, on the caller's thread, with the same message object each time. Returning
// false cancels the call, which then ends well.
using OnResponse = std::function<bool(const google::protobuf::Message& response)>;

// `method` is "/package.Service/Method". The three shapes: one request and one answer, one request
// and a stream of answers, a stream each way.
absl::Status CallByName(const Connection& connection, const std::string& method,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response, const CallOptions& options = {});

absl::Status StreamByName(const Connection& connection, const std::string& method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message& response, const OnResponse& on_response,
                          const CallOptions& options = {});

// `request` is the object that `next` fills.
absl::Status BidiByName(const Connection& connection, const std::string& method,
                        google::protobuf::Message& request, const NextRequest& next,
                        google::protobuf::Message& response, const OnResponse& on_response,
                        const CallOptions& options = {});

}  // namespace sparkgate::client

#endif  // SPARKGATE_CLIENT_CPP_MESSAGE_STREAM_H_
