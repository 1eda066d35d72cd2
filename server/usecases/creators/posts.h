// Use cases of creators and their posts: who is connected, what they posted.
#ifndef SPARKGATE_SERVER_USECASES_CREATORS_POSTS_H_
#define SPARKGATE_SERVER_USECASES_CREATORS_POSTS_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/connection.h"
#include "server/tiktok/creator.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

absl::StatusOr<Creator> GetCreator(Env& env, const std::string& workspace, const std::string& id);
absl::StatusOr<std::vector<Creator>> ListCreators(Env& env, const std::string& workspace,
                                                  const Page& page);

// Read from TikTok now. `cursor` is TikTok's; unset: the newest.
absl::StatusOr<tiktok::CreatorPostPage> ListPosts(Env& env, const std::string& workspace,
                                                  const std::string& creator,
                                                  std::optional<int64_t> cursor, int count);
struct NewestPosts {
  std::vector<tiktok::CreatorPost> posts;  // newest first
  bool more = false;                       // older ones follow
  absl::Time now;                          // the workspace's, when they were read
};
// The newest `count` at most, page by page.
absl::StatusOr<NewestPosts> ReadNewestPosts(Env& env, const std::string& workspace,
                                            const std::string& creator, int count);
absl::StatusOr<tiktok::CreatorPost> GetPost(Env& env, const std::string& workspace,
                                            const std::string& creator, const std::string& item);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CREATORS_POSTS_H_
