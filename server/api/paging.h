// Pages: one mechanism for all lists. A token names the last row shown and is bound to the
// request's other fields, so that it can't continue another list.
#ifndef SPARKGATE_SERVER_API_PAGING_H_
#define SPARKGATE_SERVER_API_PAGING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include "server/usecases/env.h"

namespace sparkgate::server {

struct PageRequest {
  Page page;            // one row more than `size`, to know whether more follow
  int size = 0;         // rows to show
  std::string binding;  // of the request's other fields
};

// Reads page_size and page_token of any List request. INVALID_ARGUMENT: INVALID_FIELD, or
// PAGE_TOKEN_INVALID.
absl::StatusOr<PageRequest> ReadPage(const google::protobuf::Message& request, int max_size = 1000,
                                     int default_size = 50);

// For lists that go by number: the one to continue after, or `start` on the first page.
// PAGE_TOKEN_INVALID if the token names none.
absl::StatusOr<int64_t> NumberAfter(const PageRequest& request, int64_t start);

std::string PageTokenAfter(const PageRequest& request, std::string_view last_key);

// Cuts `rows` to the page and returns the token of the next one; "" on the last. `key` gives a
// row's page key.
template <class Row, class Key>
std::string FinishPage(const PageRequest& request, std::vector<Row>& rows, const Key& key) {
  if (rows.size() <= static_cast<size_t>(request.size)) return "";
  rows.resize(static_cast<size_t>(request.size));
  return PageTokenAfter(request, key(rows.back()));
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_PAGING_H_
