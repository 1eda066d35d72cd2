// Text search that ignores case, alike on every engine: SQLite knows only ASCII's cases, PostgreSQL
// those of its locale. Pure.
#ifndef SPARKGATE_SERVER_STORE_SQL_FOLD_H_
#define SPARKGATE_SERVER_STORE_SQL_FOLD_H_

#include <string>
#include <string_view>

namespace sparkgate::server::sql {

// Lower case of Latin, Greek and Cyrillic letters; everything else, and what isn't UTF-8, as it is.
std::string Fold(std::string_view text);

// The pattern, escaped by '\', of a LIKE that finds `part` anywhere.
std::string LikePattern(std::string_view part);

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_FOLD_H_
