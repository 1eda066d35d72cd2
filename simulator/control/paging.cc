#include "simulator/control/paging.h"

#include <optional>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::simulator {
namespace {

constexpr int32_t kDefaultSize = 50;
constexpr int32_t kMaxSize = 1000;

}  // namespace

absl::StatusOr<Page> ParsePage(std::string_view list, int32_t page_size,
                               std::string_view page_token) {
  if (page_size < 0 || page_size > kMaxSize) {
    return InvalidField("page_size", fmt::format("1 to {}; 0 means {}.", kMaxSize, kDefaultSize));
  }
  Page page{.size = static_cast<size_t>(page_size == 0 ? kDefaultSize : page_size), .after = ""};
  if (page_token.empty()) return page;
  const std::string prefix = fmt::format("{}\n", list);
  const std::optional<std::string> text = FromBase64Url(page_token);
  if (!text.has_value() || !text->starts_with(prefix) || text->size() == prefix.size()) {
    return Error(absl::StatusCode::kInvalidArgument, "Not a page token of this list.",
                 {.reason = "PAGE_TOKEN_INVALID",
                  .who = Actor::kCaller,
                  .fields = {{"page_token", "Use next_page_token of the answer before."}}});
  }
  page.after = text->substr(prefix.size());
  return page;
}

std::string PageToken(std::string_view list, std::string_view after) {
  return ToBase64Url(fmt::format("{}\n{}", list, after));
}

}  // namespace sparkgate::simulator
