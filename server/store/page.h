// Paging: after a key, at most so many rows. Lists are ordered by a time-ordered id, which is safe
// to page by but is no cursor to resume a watch from.
#ifndef SPARKGATE_SERVER_STORE_PAGE_H_
#define SPARKGATE_SERVER_STORE_PAGE_H_

#include <string>

namespace sparkgate::server {

struct Page {
  std::string after;  // the last key of the page before; "" = from the start
  int limit = 50;     // callers ask for one more than they show, to know whether more follow
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_PAGE_H_
