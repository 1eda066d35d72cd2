// tt_video/*: an advertiser redeems codes and keeps a library of posts (facts 4).
#include <string>
#include <utility>
#include <vector>

#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/post_data.h"
#include "simulator/business_api/post_search.h"
#include "simulator/business_api/wire_writer.h"
#include "simulator/world/posts.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

// Those members of item_info that info and list share.
void WriteItemInfo(const WorldState& state, const Code& code, const Post& post, WireWriter& out) {
  out.Member("auth_code", code.value);
  out.Member("item_id", post.id);
  out.Member("item_type", PostTypeName(post.type));
  out.Member("text", post.caption);
  out.Member("status", PostStatusName(post.status));
  WriteCarouselInfo(state, post, out);
  out.Member("anchor_list", nullptr);
}

// "0" where TikTok means none.
std::string OriginalId(const std::string& id) { return id.empty() ? "0" : id; }

void WriteOrigin(const Post& post, WireWriter& out) {
  out.Member("duet_original_item_id", OriginalId(post.duet_original_id));
  out.Member("stitch_original_item_id", OriginalId(post.stitch_original_id));
  out.Member("is_multi_duet_stitch", post.is_multi_duet_stitch);
  out.BeginArray("mentioned_item_ids");
  for (const std::string& id : post.mentioned_ids) out.Value(id);
  out.EndArray();
}

void WriteUserInfo(const CreatorAccount& creator, const std::string& identity_id, WireWriter& out) {
  out.BeginObject("user_info");
  out.Member("tiktok_name", creator.username);
  out.Member("identity_id", identity_id);
  out.Member("identity_type", "AUTH_CODE");
  out.EndObject();
}

absl::StatusOr<Data> TtVideoAuthorize(WorldState& state, const Caller& caller,
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

absl::StatusOr<std::string> TtVideoInfo(const WorldState& state, const Caller& caller,
                                        const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string auth_code = in.String("auth_code");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_ASSIGN_OR_RETURN(const CodePreview preview, LookUpCode(state, advertiser_id, auth_code));

  WireWriter out;
  out.BeginObject();
  out.BeginObject("auth_info");
  out.Member("auth_start_time", preview.code->start_time);
  out.Member("auth_end_time", preview.code->end_time);
  out.EndObject();
  out.BeginObject("item_info");
  WriteItemInfo(state, *preview.code, *preview.post, out);
  WriteOrigin(*preview.post, out);
  out.EndObject();
  WriteUserInfo(*preview.creator, preview.identity_id, out);
  out.BeginObject("video_info");
  WriteVideoInfo(state, *preview.post, VideoShown::kAll, out);
  WriteVideoFile(*preview.post, out);
  out.EndObject();
  out.EndObject();
  return std::move(out).Take();
}

VideoShown LibraryVideoShown(const Post& post, bool authorized) {
  if (!IsVisible(post.status) && post.type == PostType::kVideo) return VideoShown::kNothing;
  const bool preview = authorized && post.status == PostStatus::kPublic;
  return preview ? VideoShown::kAll : VideoShown::kNoPreview;
}

void WriteEntry(const WorldState& state, const SparkPost& held, WireWriter& out) {
  const Post& post = *Find(state.posts, held.post_id);
  const Code& code = *Find(state.codes, held.code);
  const bool authorized = IsAuthorized(state, held);
  out.BeginObject();
  WriteAuthInfo(held, code, authorized, "invite_start_time", out);
  out.BeginObject("item_info");
  WriteItemInfo(state, code, post, out);
  out.EndObject();
  WriteUserInfo(*Find(state.creators, post.creator_id), held.identity_id, out);
  out.BeginObject("video_info");
  WriteVideoInfo(state, post, LibraryVideoShown(post, authorized), out);
  out.EndObject();
  out.EndObject();
}

absl::StatusOr<std::string> TtVideoList(const WorldState& state, const Caller& caller,
                                        const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const PostSearch search = ReadPostSearch(in, "item_types");
  const Page page = ReadPage(in, 20, 50);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  const std::vector<std::string_view> found = SearchLibrary(state, advertiser_id, search);
  WireWriter out;
  out.BeginObject();
  out.BeginArray("list");
  for (size_t i = page.First(found.size()); i < page.Last(found.size()); ++i) {
    WriteEntry(state, *FindSparkPost(state, advertiser_id, found[i]), out);
  }
  out.EndArray();
  page.WriteInfo(found.size(), out);
  out.EndObject();
  return std::move(out).Take();
}

absl::StatusOr<Data> TtVideoUnbind(WorldState& state, const Caller& caller,
                                   const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string item_id = in.Id("item_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_RETURN_IF_ERROR(UnbindPost(state, advertiser_id, item_id));
  return Data{};
}

constexpr Endpoint kTtVideoEndpoints[] = {
    PostEndpoint("tt_video/authorize", TokenFamily::kAdvertiser, "691", &TtVideoAuthorize),
    TextEndpoint("tt_video/info", TokenFamily::kAdvertiser, "690", &TtVideoInfo),
    TextEndpoint("tt_video/list", TokenFamily::kAdvertiser, "691", &TtVideoList),
    PostEndpoint("tt_video/unbind", TokenFamily::kAdvertiser, "691", &TtVideoUnbind),
};

}  // namespace

std::span<const Endpoint> TtVideoEndpoints() { return kTtVideoEndpoints; }

}  // namespace sparkgate::simulator
