// Walking through a paged list without touching page tokens.
//
//   ForEachItem(
//       request, [&](const auto& r) { return connection.Call(*ads, &AdService::Stub::ListAds, r);
//       },
//       [](const auto& page) -> auto& { return page.ads(); },
//       [&](const Ad& ad) { …; return true; });
#ifndef SPARKGATE_CLIENT_CPP_PAGES_H_
#define SPARKGATE_CLIENT_CPP_PAGES_H_

#include <absl/status/status.h>

namespace sparkgate::client {

// Calls `fetch(request)` for a StatusOr of each page and `each(page)` with it, until the last page,
// an error, or until `each` returns false.
template <class Request, class Fetch, class Each>
absl::Status ForEachPage(Request request, Fetch fetch, Each each) {
  for (;;) {
    const auto page = fetch(request);
    if (!page.ok()) return page.status();
    if (!each(*page) || page->next_page_token().empty()) return absl::OkStatus();
    if (page->next_page_token() == request.page_token()) {
      return absl::InternalError("the server repeats a page token");
    }
    request.set_page_token(page->next_page_token());
  }
}

// The same, item by item; `items(page)` is the page's repeated field.
template <class Request, class Fetch, class Items, class Each>
absl::Status ForEachItem(Request request, Fetch fetch, Items items, Each each) {
  return ForEachPage(request, fetch, [&](const auto& page) {
    for (const auto& item : items(page)) {
      if (!each(item)) return false;
    }
    return true;
  });
}

}  // namespace sparkgate::client

#endif  // SPARKGATE_CLIENT_CPP_PAGES_H_
