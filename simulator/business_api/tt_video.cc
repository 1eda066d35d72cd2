// tt_video/*: an advertiser redeems codes and keeps a library of posts (facts 4).
#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/storage_ptr.hpp>

#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/formats.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/post_data.h"
#include "simulator/business_api/post_search.h"
#include "simulator/world/posts.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr size_t kBlock = 16 << 10;  // of a list's memory; a post takes about 2 KiB

// Those members of item_info that info and list share.
json::object ItemInfo(const WorldState& state, const Code& code, const Post& post,
                      const json::storage_ptr& storage = {}) {
  return json::object({{"auth_code", code.value},
                       {"item_id", post.id},
                       {"item_type", PostTypeName(post.type)},
                       {"text", post.caption},
                       {"status", PostStatusName(post.status)},
                       {"carousel_info", CarouselInfo(state, post)},
                       {"anchor_list", nullptr}},
                      storage);
}

// "0" where TikTok means none.
std::string OriginalId(const std::string& id) { return id.empty() ? "0" : id; }

void AddOrigin(const Post& post, json::object& item_info) {
  item_info["duet_original_item_id"] = OriginalId(post.duet_original_id);
  item_info["stitch_original_item_id"] = OriginalId(post.stitch_original_id);
  item_info["is_multi_duet_stitch"] = post.is_multi_duet_stitch;
  item_info["mentioned_item_ids"] =
      json::array(post.mentioned_ids.begin(), post.mentioned_ids.end());
}

json::object UserInfo(const CreatorAccount& creator, const std::string& identity_id,
                      const json::storage_ptr& storage = {}) {
  return json::object({{"tiktok_name", creator.username},
                       {"identity_id", identity_id},
                       {"identity_type", "AUTH_CODE"}},
                      storage);
}

absl::StatusOr<Data> Authorize(WorldState& state, const Caller& caller,
                               const Arguments& arguments) {
  ArgumentReader in(arguments);
  AuthorizePostRequest request;
  request.advertiser_id = in.Id("advertiser_id");
  request.auth_code = in.String("auth_code");
  request.original_post_auth_code = in.OptionalString("original_post_auth_code");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, request.advertiser_id));
  SG_RETURN_IF_ERROR(AuthorizePost(state, request).status());
  return Data{};  // TikTok says no more (facts 4.1)
}

absl::StatusOr<Data> Info(const WorldState& state, const Caller& caller,
                          const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string auth_code = in.String("auth_code");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_ASSIGN_OR_RETURN(const CodePreview preview, LookUpCode(state, advertiser_id, auth_code));

  json::object item_info = ItemInfo(state, *preview.code, *preview.post);
  AddOrigin(*preview.post, item_info);
  json::object video_info = VideoInfo(state, *preview.post, /*preview=*/true);
  AddVideoFile(*preview.post, video_info);
  return Data{{"auth_info",
               {{"auth_start_time", WireTime(preview.code->start_time)},
                {"auth_end_time", WireTime(preview.code->end_time)}}},
              {"item_info", std::move(item_info)},
              {"user_info", UserInfo(*preview.creator, preview.identity_id)},
              {"video_info", std::move(video_info)}};
}

json::object ListEntry(const WorldState& state, const SparkPost& held,
                       const json::storage_ptr& storage) {
  const Post& post = *Find(state.posts, held.post_id);
  const Code& code = *Find(state.codes, held.code);
  const bool authorized = IsAuthorized(state, held);
  const bool preview = authorized && post.status == PostStatus::kPublic;
  const bool shown = IsVisible(post.status) || post.type != PostType::kVideo;
  json::object entry(storage);
  entry.emplace("auth_info", AuthInfo(held, code, authorized, "invite_start_time", storage));
  entry.emplace("item_info", ItemInfo(state, code, post, storage));
  entry.emplace("user_info",
                UserInfo(*Find(state.creators, post.creator_id), held.identity_id, storage));
  entry.emplace("video_info", shown ? VideoInfo(state, post, preview, storage) : EmptyVideoInfo());
  return entry;
}

absl::StatusOr<Data> List(const WorldState& state, const Caller& caller,
                          const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const PostSearch search = ReadPostSearch(in, "item_types");
  const Page page = ReadPage(in, 20, 50);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  const std::vector<const SparkPost*> found = SearchLibrary(state, advertiser_id, search);
  const json::storage_ptr storage = json::make_shared_resource<json::monotonic_resource>(kBlock);
  json::array list(storage);
  for (size_t i = page.First(found.size()); i < page.Last(found.size()); ++i) {
    list.push_back(ListEntry(state, *found[i], storage));
  }
  Data data(storage);
  data.emplace("list", std::move(list));
  data.emplace("page_info", page.Info(found.size()));
  return data;
}

absl::StatusOr<Data> Unbind(WorldState& state, const Caller& caller, const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string item_id = in.Id("item_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_RETURN_IF_ERROR(UnbindPost(state, advertiser_id, item_id));
  return Data{};
}

constexpr Endpoint kEndpoints[] = {
    PostEndpoint("tt_video/authorize", TokenFamily::kAdvertiser, "691", &Authorize),
    GetEndpoint("tt_video/info", TokenFamily::kAdvertiser, "690", &Info),
    GetEndpoint("tt_video/list", TokenFamily::kAdvertiser, "691", &List),
    PostEndpoint("tt_video/unbind", TokenFamily::kAdvertiser, "691", &Unbind),
};

}  // namespace

std::span<const Endpoint> TtVideoEndpoints() { return kEndpoints; }

}  // namespace sparkgate::simulator
