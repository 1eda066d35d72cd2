#include "simulator/control/mutate.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMaxRequestId = 64;

absl::Status CheckRequestId(std::string_view request_id) {
  const auto printable = [](char c) { return c > ' ' && c <= '~'; };
  if (request_id.size() <= kMaxRequestId && std::ranges::all_of(request_id, printable)) {
    return absl::OkStatus();
  }
  return InvalidField("request_id", "1 to 64 printable ASCII characters.");
}

std::string HashOf(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);  // maps have no order of their own
    message.SerializeToCodedStream(&coded);
  }
  return ToHex(Sha256(bytes));
}

absl::Status RequestIdReused() {
  return Error(absl::StatusCode::kAborted,
               "This request_id was used for another request. Take a new one.",
               {.reason = "REQUEST_ID_REUSED", .who = Actor::kCaller});
}

// `rule` runs at most once for each request_id that `memory` knows.
template <class Rule>
absl::Status Once(RequestMemory& memory, const std::string& key, const std::string& hash,
                  google::protobuf::Message& response, Rule rule) {
  if (const RequestMemory::Answer* seen = memory.Find(key)) {
    if (seen->body_hash != hash) return RequestIdReused();
    response.ParseFromString(FromBase64Url(seen->response).value_or(""));
    return absl::OkStatus();
  }
  SG_RETURN_IF_ERROR(rule());
  memory.Remember(key, {hash, ToBase64Url(response.SerializeAsString())});
  return absl::OkStatus();
}

std::string KeyOf(std::string_view method, std::string_view request_id) {
  return fmt::format("{} {}", method, request_id);
}

}  // namespace

absl::Status MutateOnce(World& world, std::string_view method, std::string_view request_id,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response,
                        const std::function<absl::Status(WorldState&)>& rule) {
  if (request_id.empty()) return world.Write(rule);
  SG_RETURN_IF_ERROR(CheckRequestId(request_id));
  const std::string hash = HashOf(request);
  return world.Write([&](WorldState& state) {
    return Once(state.requests, KeyOf(method, request_id), hash, response,
                [&] { return rule(state); });
  });
}

absl::Status MutateOnce(Worlds& worlds, std::string_view method, std::string_view request_id,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response,
                        const std::function<absl::Status()>& rule) {
  if (request_id.empty()) return rule();
  SG_RETURN_IF_ERROR(CheckRequestId(request_id));
  const std::string hash = HashOf(request);
  return worlds.WithRequests([&](RequestMemory& memory) {
    return Once(memory, KeyOf(method, request_id), hash, response, rule);
  });
}

}  // namespace sparkgate::simulator
