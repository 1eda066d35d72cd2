// TikTok's list of an ad account's library, read so that an absence in it can be believed.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LIST_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LIST_H_

#include <map>
#include <optional>
#include <string>

#include <absl/status/statusor.h>

#include "server/tiktok/library.h"

namespace sparkgate::server {

inline constexpr int kListPage = 50;  // TikTok's most in one call (facts 4.3)

using ListedPosts = std::map<std::string, tiktok::SparkPost>;  // by item id

// The whole list. It is paged by number in an order that TikTok doesn't tell (facts 4.3): a row
// that moves meanwhile may be missed, so look for it alone before you believe that it is gone.
absl::StatusOr<ListedPosts> ReadList(tiktok::LibraryApi& library, const tiktok::Call& call,
                                     const std::string& ad_account);

// One post of the list; nullopt: it isn't in it.
absl::StatusOr<std::optional<tiktok::SparkPost>> FindListed(tiktok::LibraryApi& library,
                                                            const tiktok::Call& call,
                                                            const std::string& ad_account,
                                                            const std::string& item);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LIST_H_
