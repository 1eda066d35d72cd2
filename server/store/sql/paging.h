// The end of every list: after the key of the page before, in key order, so many.
#ifndef SPARKGATE_SERVER_STORE_SQL_PAGING_H_
#define SPARKGATE_SERVER_STORE_SQL_PAGING_H_

#include "server/store/page.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {

inline Arg Limit(int limit) { return Number(limit > 0 ? limit : 0); }

// No id is "", so the first page needs no statement of its own.
inline const Query& PagedById(Query& query, const Page& page) {
  return query.Where("id > ?", {page.after}).Then(" ORDER BY id LIMIT ?", {Limit(page.limit)});
}

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_PAGING_H_
