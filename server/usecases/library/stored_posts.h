// All of what this store has of libraries, as use cases go through it.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_STORED_POSTS_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_STORED_POSTS_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/spark_post.h"
#include "server/store/store.h"

namespace sparkgate::server {

// Unbound posts are left out.
absl::StatusOr<std::vector<SparkPost>> StoredPosts(const Transaction& tx,
                                                   const std::string& workspace,
                                                   const SparkPostTable::Filter& filter);

// The item that this ad account got by this very code and may still run.
absl::StatusOr<std::optional<std::string>> FindRedeemed(const Transaction& tx,
                                                        const std::string& workspace,
                                                        const std::string& ad_account,
                                                        const std::string& hash, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_STORED_POSTS_H_
