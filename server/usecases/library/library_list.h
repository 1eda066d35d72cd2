// TikTok's list of an ad account's library, read so that an absence in it can be believed.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LIST_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LIST_H_

#include <functional>
#include <optional>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "server/tiktok/library.h"

namespace sparkgate::server {

inline constexpr int kListPage = 50;  // TikTok's most in one call (facts 4.3)

// The whole list, row by row, so that nobody need keep it. It is paged by number in an order that
// TikTok doesn't tell (facts 4.3): a row that moves meanwhile comes twice, or may be missed, so
// look for it alone before you believe that it is gone. `take` returns whether it sees that post
// for the first time.
absl::Status ReadList(tiktok::LibraryApi& library, const tiktok::Call& call,
                      const std::string& ad_account,
                      const std::function<bool(tiktok::SparkPost)>& take);

// One post of the list; nullopt: it isn't in it.
absl::StatusOr<std::optional<tiktok::SparkPost>> FindListed(tiktok::LibraryApi& library,
                                                            const tiktok::Call& call,
                                                            const std::string& ad_account,
                                                            const std::string& item);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LIST_H_
