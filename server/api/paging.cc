#include "server/api/paging.h"

#include <charconv>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr size_t kBindingBytes = 8;

absl::Status InvalidToken() {
  return Error(absl::StatusCode::kInvalidArgument,
               "page_token isn't one that this list gave, or another field changed since.",
               {.reason = "PAGE_TOKEN_INVALID",
                .who = Actor::kCaller,
                .fields = {{"page_token", "is not from an answer of this call"}}});
}

// A digest of everything but the two paging fields. No secret: a forged token only moves the place
// where the caller's own list continues.
std::string BindingOf(const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    copy->GetReflection()->ClearField(copy.get(), copy->GetDescriptor()->FindFieldByName(name));
  }
  const std::string body = request.GetDescriptor()->full_name() + copy->SerializeAsString();
  return Sha256(body).substr(0, kBindingBytes);
}

}  // namespace

absl::StatusOr<PageRequest> ReadPage(const google::protobuf::Message& request, int max_size,
                                     int default_size) {
  const auto* descriptor = request.GetDescriptor();
  const auto* reflection = request.GetReflection();
  const int size = reflection->GetInt32(request, descriptor->FindFieldByName("page_size"));
  const std::string token =
      reflection->GetString(request, descriptor->FindFieldByName("page_token"));
  if (size < 0 || size > max_size) {
    return InvalidField("page_size",
                        fmt::format("must be 1 to {} (0 means {})", max_size, default_size));
  }
  PageRequest page;
  page.size = size == 0 ? default_size : size;
  page.page.limit = page.size + 1;
  page.binding = BindingOf(request);
  if (token.empty()) return page;
  const auto bytes = FromBase64Url(token);
  if (!bytes.has_value() || bytes->size() <= kBindingBytes ||
      bytes->substr(0, kBindingBytes) != page.binding) {
    return InvalidToken();
  }
  page.page.after = bytes->substr(kBindingBytes);
  return page;
}

absl::StatusOr<int64_t> NumberAfter(const PageRequest& request, int64_t start) {
  const std::string& after = request.page.after;
  if (after.empty()) return start;
  int64_t number = 0;
  const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), number);
  if (error != std::errc() || end != after.data() + after.size() || number < 0) {
    return InvalidToken();
  }
  return number;
}

std::string PageTokenAfter(const PageRequest& request, std::string_view last_key) {
  return ToBase64Url(request.binding + std::string(last_key));
}

}  // namespace sparkgate::server
