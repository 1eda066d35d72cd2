#include "simulator/business_api/paging.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sparkgate::simulator {
namespace {

// Page numbers beyond this are empty in any world, and products of them stay in range.
constexpr int64_t kMostPages = 1'000'000'000;

std::array<std::pair<std::string_view, int64_t>, 4> Members(const Page& page, size_t total) {
  const int64_t all = static_cast<int64_t>(total);
  return {{{"page", page.number},
           {"page_size", page.size},
           {"total_number", all},
           {"total_page", (all + page.size - 1) / page.size}}};
}

}  // namespace

size_t Page::First(size_t total) const {
  return std::min(total, static_cast<size_t>((number - 1) * size));
}

size_t Page::Last(size_t total) const {
  return std::min(total, static_cast<size_t>(number * size));
}

boost::json::object Page::Info(size_t total) const {
  boost::json::object info;
  for (const auto& [name, value] : Members(*this, total)) info.emplace(name, value);
  return info;
}

void Page::WriteInfo(size_t total, WireWriter& out) const {
  out.BeginObject("page_info");
  for (const auto& [name, value] : Members(*this, total)) out.Member(name, value);
  out.EndObject();
}

Page ReadPage(ArgumentReader& in, int64_t default_size, int64_t most) {
  Page page;
  page.number = in.OptionalInt("page", {1, kMostPages}).value_or(1);
  page.size = in.OptionalInt("page_size", {1, most}).value_or(default_size);
  return page;
}

}  // namespace sparkgate::simulator
