// Pages of lists. A token carries the key after which the next page begins, so that a list which
// grows or shrinks meanwhile neither repeats nor skips what stays. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_PAGING_H_
#define SPARKGATE_SIMULATOR_CONTROL_PAGING_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace sparkgate::simulator {

struct Page {
  size_t size = 0;
  std::string after;  // "": from the beginning
};

// `list` names the list, e.g. "worlds": a token of another list is refused (PAGE_TOKEN_INVALID).
absl::StatusOr<Page> ParsePage(std::string_view list, int32_t page_size,
                               std::string_view page_token);
std::string PageToken(std::string_view list, std::string_view after);

template <class Request>
absl::StatusOr<Page> PageOf(std::string_view list, const Request& request) {
  return ParsePage(list, request.page_size(), request.page_token());
}

// Tells `add` the rows of one page of a table and returns the token of the next page, or "".
template <class Table, class Add>
std::string ListTable(std::string_view list, const Table& table, const Page& page, Add add) {
  size_t told = 0;
  for (auto row = table.upper_bound(page.after); row != table.end(); ++row) {
    if (told++ == page.size) return PageToken(list, std::prev(row)->first);
    add(row->second);
  }
  return "";
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_PAGING_H_
