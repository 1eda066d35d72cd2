// CreatorAppService: accounts and posts.
#include <iterator>

#include "base/error.h"
#include "simulator/control/checks.h"
#include "simulator/control/creator_app.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/notifications.h"
#include "simulator/control/paging.h"
#include "simulator/control/people_conversions.h"
#include "simulator/control/times.h"
#include "simulator/world/creators.h"
#include "simulator/world/notifications.h"
#include "simulator/world/posts.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMaxCaption = 2200;
constexpr size_t kMaxSongText = 200;
constexpr absl::Duration kLongestPost = absl::Minutes(10);

absl::StatusOr<const CreatorAccount*> AccountIn(const WorldState& state, std::string_view id) {
  return RowOf(state, state.creators, "CreatorAccount", kCreators, id);
}

// The id of a post of this world that `name` names; "" for "".
absl::StatusOr<std::string> PostId(const WorldState& state, std::string_view field,
                                   const std::string& name) {
  if (name.empty()) return std::string();
  SG_ASSIGN_OR_RETURN(const Child child, ParseChildName(field, name, kPosts));
  if (child.world_id != state.id) return InvalidField(field, "A post of this world.");
  SG_RETURN_IF_ERROR(RowOf(state, state.posts, "Post", kPosts, child.id).status());
  return child.id;
}

absl::StatusOr<Song> MakeSong(const v1::Song& song) {
  if (song.title().empty()) return InvalidField("post.song.title", "It is required.");
  SG_RETURN_IF_ERROR(CheckText("post.song.title", song.title(), kMaxSongText));
  SG_RETURN_IF_ERROR(CheckText("post.song.author", song.author(), kMaxSongText));
  Song out;
  out.title = song.title();
  out.author = song.author();
  out.licensed = song.licensed_for_ads();
  return out;
}

absl::StatusOr<NewPost> MakePost(const WorldState& state, std::string_view creator_id,
                                 const v1::Post& post) {
  NewPost out;
  out.creator_id = creator_id;
  SG_ASSIGN_OR_RETURN(out.type, FromProto("post.type", post.type()));
  SG_ASSIGN_OR_RETURN(out.status, FromProto("post.visibility", post.visibility()));
  SG_RETURN_IF_ERROR(CheckText("post.caption", post.caption(), kMaxCaption));
  out.caption = post.caption();
  out.cover_url = post.cover_uri();
  if (post.has_length()) {
    SG_ASSIGN_OR_RETURN(const absl::Duration length, CheckDuration("post.length", post.length(),
                                                                   absl::Seconds(1), kLongestPost));
    out.duration_seconds = absl::ToDoubleSeconds(length);
  }
  out.is_story = post.story();
  out.ads_only = post.ads_only();
  if (post.has_song()) {
    SG_ASSIGN_OR_RETURN(out.song, MakeSong(post.song()));
  }
  SG_ASSIGN_OR_RETURN(out.duet_original_id, PostId(state, "post.duet_of", post.duet_of()));
  SG_ASSIGN_OR_RETURN(out.stitch_original_id, PostId(state, "post.stitch_of", post.stitch_of()));
  for (const std::string& mention : post.mentions()) {
    SG_ASSIGN_OR_RETURN(out.mentioned_ids.emplace_back(), PostId(state, "post.mentions", mention));
  }
  return out;
}

absl::Status ApplyPath(std::string_view path, const v1::CreatorAccount& wanted,
                       CreatorChange& change) {
  if (path == "display_name") {
    change.display_name = wanted.display_name();
  } else if (path == "follower_count") {
    change.followers = wanted.follower_count();
  } else if (path == "bio") {
    change.bio = wanted.bio();
  } else if (path == "ad_settings_enabled") {
    change.ad_settings_on = wanted.ad_settings_enabled();
  } else if (path == "private") {
    change.is_private = wanted.private_();
  } else if (path == "banned") {
    change.is_banned = wanted.banned();
  } else {
    return InvalidField("update_mask", fmt::format("\"{}\" can't be changed.", path));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::CreatorAccount> CreateAccount(Worlds& worlds,
                                                 const v1::CreateAccountRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  const v1::CreatorAccount& account = request.account();
  SG_RETURN_IF_ERROR(CheckAccount(account));
  NewCreator creator;
  creator.username = account.username();
  creator.display_name = account.display_name();
  creator.bio = account.bio();
  if (!account.region().empty()) creator.region = account.region();
  creator.followers = account.follower_count();
  creator.is_government = account.government();
  creator.is_private = account.private_();
  creator.ad_settings_on = account.ad_settings_enabled();
  return Mutate<v1::CreatorAccount>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::CreatorAccount> {
        SG_ASSIGN_OR_RETURN(const CreatorAccount* made, OpenCreatorAccount(state, creator));
        return ToProto(state, *made);
      });
}

absl::StatusOr<v1::CreatorAccount> GetAccount(Worlds& worlds,
                                              const v1::GetAccountRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "name", request.name(), kCreators));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::CreatorAccount> {
    SG_ASSIGN_OR_RETURN(const CreatorAccount* account, AccountIn(state, entry.id));
    return ToProto(state, *account);
  });
}

absl::StatusOr<v1::ListAccountsResponse> ListAccounts(Worlds& worlds,
                                                      const v1::ListAccountsRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("accounts", request));
  return entry.world->Read([&](const WorldState& state) {
    v1::ListAccountsResponse response;
    response.set_next_page_token(ListTable("accounts", state.creators, page, [&](const auto& row) {
      *response.add_accounts() = ToProto(state, row);
    }));
    return response;
  });
}

absl::StatusOr<v1::CreatorAccount> UpdateAccount(Worlds& worlds,
                                                 const v1::UpdateAccountRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "account.name", request.account().name(), kCreators));
  if (request.update_mask().paths().empty()) {
    return InvalidField("update_mask", "Say what to change.");
  }
  SG_RETURN_IF_ERROR(CheckAccount(request.account()));
  CreatorChange change;
  for (const std::string& path : request.update_mask().paths()) {
    SG_RETURN_IF_ERROR(ApplyPath(path, request.account(), change));
  }
  return Mutate<v1::CreatorAccount>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::CreatorAccount> {
        SG_RETURN_IF_ERROR(AccountIn(state, entry.id).status());
        SG_ASSIGN_OR_RETURN(const CreatorAccount* changed, ChangeCreator(state, entry.id, change));
        return ToProto(state, *changed);
      });
}

absl::StatusOr<v1::Post> PostVideo(Worlds& worlds, const v1::PostVideoRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "account", request.account(), kCreators));
  return Mutate<v1::Post>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::Post> {
        SG_RETURN_IF_ERROR(AccountIn(state, entry.id).status());
        SG_ASSIGN_OR_RETURN(const NewPost post, MakePost(state, entry.id, request.post()));
        SG_ASSIGN_OR_RETURN(const Post* made, PublishPost(state, post));
        return ToProto(state, *made);
      });
}

absl::StatusOr<v1::Post> GetPost(Worlds& worlds, const v1::GetPostRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "name", request.name(), kPosts));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::Post> {
    SG_ASSIGN_OR_RETURN(const Post* post, RowOf(state, state.posts, "Post", kPosts, entry.id));
    return ToProto(state, *post);
  });
}

absl::StatusOr<v1::ListPostsResponse> ListPosts(Worlds& worlds,
                                                const v1::ListPostsRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "account", request.account(), kCreators));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("posts", request));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::ListPostsResponse> {
    SG_ASSIGN_OR_RETURN(const CreatorAccount* account, AccountIn(state, entry.id));
    v1::ListPostsResponse response;
    bool begun = page.after.empty();
    for (auto id = account->post_ids.rbegin(); id != account->post_ids.rend(); ++id) {
      if (!begun) {
        begun = *id == page.after;
        continue;
      }
      if (static_cast<size_t>(response.posts_size()) == page.size) {
        response.set_next_page_token(PageToken("posts", *std::prev(id)));
        break;
      }
      *response.add_posts() = ToProto(state, *Find(state.posts, *id));
    }
    return response;
  });
}

absl::StatusOr<google::protobuf::Empty> DeletePost(Worlds& worlds,
                                                   const v1::DeletePostRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "name", request.name(), kPosts));
  return Mutate<google::protobuf::Empty>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<google::protobuf::Empty> {
        SG_RETURN_IF_ERROR(RowOf(state, state.posts, "Post", kPosts, entry.id).status());
        SG_RETURN_IF_ERROR(SetPostStatus(state, entry.id, PostStatus::kUserDeleted));
        return google::protobuf::Empty();
      });
}

absl::StatusOr<v1::ListNotificationsResponse> ListCreatorNotifications(
    Worlds& worlds, const v1::CreatorAppServiceListNotificationsRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "account", request.account(), kCreators));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf(kNotificationList, request));
  return entry.world->Read(
      [&](const WorldState& state) -> absl::StatusOr<v1::ListNotificationsResponse> {
        SG_RETURN_IF_ERROR(AccountIn(state, entry.id).status());
        return NotificationsOf(state, CreatorName(entry.id), page);
      });
}

}  // namespace sparkgate::simulator
