#include "server/usecases/creators/posts.h"

#include <algorithm>
#include <iterator>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

constexpr int kMostPostsOfAPage = 20;  // facts 3.2

}  // namespace

absl::StatusOr<Creator> GetCreator(Env& env, const std::string& workspace, const std::string& id) {
  std::optional<Creator> creator;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(creator, tx.creators().Get(workspace, id));
    return absl::OkStatus();
  }));
  if (!creator.has_value())
    return ResourceNotFound("sparkgate/Creator", CreatorName(workspace, id));
  return *std::move(creator);
}

absl::StatusOr<std::vector<Creator>> ListCreators(Env& env, const std::string& workspace,
                                                  const Page& page) {
  std::vector<Creator> creators;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(creators, tx.creators().List(workspace, page));
    return absl::OkStatus();
  }));
  return creators;
}

absl::StatusOr<tiktok::CreatorPostPage> ListPosts(Env& env, const std::string& workspace_id,
                                                  const std::string& creator,
                                                  std::optional<int64_t> cursor, int count) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const CreatorCall as, CallAsCreator(env, workspace, creator));
  auto page = env.tiktok.creator().ListPosts(
      as.call, {.business_id = as.creator.open_id, .cursor = cursor, .max_count = count});
  if (!page.ok()) return NoteCreatorError(env, workspace, creator, as.call, page.status());
  return page;
}

absl::StatusOr<NewestPosts> ReadNewestPosts(Env& env, const std::string& workspace_id,
                                            const std::string& creator, int count) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  NewestPosts newest;
  SG_ASSIGN_OR_RETURN(newest.now, env.clocks.Now(workspace));
  std::optional<int64_t> cursor;
  const auto wanted = static_cast<size_t>(count);
  do {
    const int room = std::min(static_cast<int>(wanted - newest.posts.size()), kMostPostsOfAPage);
    SG_ASSIGN_OR_RETURN(auto page, ListPosts(env, workspace_id, creator, cursor, room));
    // A page may be empty though more follow (facts 3.2), but not without getting further.
    newest.more = page.has_more && (!cursor.has_value() || page.cursor < *cursor);
    cursor = page.cursor;
    std::ranges::move(page.posts, std::back_inserter(newest.posts));
  } while (newest.more && newest.posts.size() < wanted);
  return newest;
}

absl::StatusOr<tiktok::CreatorPost> GetPost(Env& env, const std::string& workspace_id,
                                            const std::string& creator, const std::string& item) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const CreatorCall as, CallAsCreator(env, workspace, creator));
  const auto page = env.tiktok.creator().ListPosts(
      as.call, {.business_id = as.creator.open_id, .video_ids = {item}});
  if (!page.ok()) return NoteCreatorError(env, workspace, creator, as.call, page.status());
  for (const tiktok::CreatorPost& post : page->posts) {
    if (post.item_id == item) return post;
  }
  return ResourceNotFound("sparkgate/Post", PostName(workspace_id, creator, item));
}

}  // namespace sparkgate::server
