// identity/*: under whose name ads appear, and which posts stand behind an identity
// (facts 5.1, 5.4, 5.5). Only AUTH_CODE identities come about here; of the other types an ad
// account has none.
#include <algorithm>
#include <charconv>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/post_data.h"
#include "simulator/business_api/post_search.h"
#include "simulator/business_api/wire_writer.h"
#include "simulator/world/identities.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kTypes[] = {"CUSTOMIZED_USER", "AUTH_CODE", "TT_USER", "BC_AUTH_TT",
                                       "TTS_TT"};
constexpr std::string_view kVideoTypes[] = {"AUTH_CODE", "TT_USER", "BC_AUTH_TT"};
constexpr std::string_view kItemTypes[] = {"VIDEO", "CAROUSEL"};

constexpr int64_t kMostVideos = 20;
constexpr size_t kMostOrganic = 500;  // that exclude_adsonly shows

// BC_AUTH_TT stands for an account in a Business Center, which must be named.
void RequireBusinessCenter(ArgumentReader& in, std::string_view type) {
  if (type == "BC_AUTH_TT") in.Require("identity_authorized_bc_id");
}

json::object IdentityData(const WorldState& state, const Identity& identity) {
  const CreatorAccount& creator = *Find(state.creators, identity.creator_id);
  return {{"identity_id", identity.id},
          {"identity_type", identity.type},
          {"identity_authorized_bc_id", nullptr},
          {"display_name", creator.display_name},
          {"username", creator.username},
          {"profile_image", creator.profile_image},
          {"can_push_video", nullptr},
          {"can_pull_video", nullptr},
          {"can_use_live_ads", nullptr},
          {"can_manage_message", nullptr},
          {"available_status", nullptr},
          {"is_gpppa", creator.is_government}};
}

absl::StatusOr<Data> Get(const WorldState& state, const Caller& caller,
                         const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string type = in.OptionalOneOf("identity_type", kTypes).value_or("");
  RequireBusinessCenter(in, type);
  ArgumentReader filtering = in.OptionalObject("filtering");
  const std::string keyword = filtering.OptionalString("keyword").value_or("");
  if (!keyword.empty() && !type.empty() && type != "CUSTOMIZED_USER") {
    filtering.Reject("keyword", "It is valid only for CUSTOMIZED_USER, or without identity_type.");
  }
  const Page page = ReadPage(in, 20, 100);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  std::vector<const Identity*> identities = ListIdentities(state, advertiser_id, type);
  std::erase_if(identities, [&](const Identity* identity) {
    return !HoldsText(Find(state.creators, identity->creator_id)->display_name, keyword);
  });
  json::array list;
  for (size_t i = page.First(identities.size()); i < page.Last(identities.size()); ++i) {
    list.push_back(IdentityData(state, *identities[i]));
  }
  return Data{{"identity_list", std::move(list)}, {"page_info", page.Info(identities.size())}};
}

// TikTok's other spelling of a post's status (facts 4.5, sic).
std::string ItemStatus(PostStatus status) {
  if (status == PostStatus::kOnlyFriends) return "STATUS_ONLY_FRIEND_SEE";
  return fmt::format("ITEM_STATUS_{}", PostStatusName(status));
}

VideoShown ShownOf(const Post& post, bool authorized) {
  if (!IsVisible(post.status)) return VideoShown::kNothing;
  const bool preview = authorized && post.status == PostStatus::kPublic;
  return preview ? VideoShown::kAll : VideoShown::kNoPreview;
}

void WriteVideo(const WorldState& state, const SparkPost& held, std::string_view invite_field,
                WireWriter& out) {
  const Post& post = *Find(state.posts, held.post_id);
  const bool authorized = IsAuthorized(state, held);
  const VideoShown shown = ShownOf(post, authorized);
  out.Member("item_id", post.id);
  out.Member("item_type", PostTypeName(post.type));
  out.Member("status", ItemStatus(post.status));
  out.Member("text", post.caption);
  WriteAuthInfo(held, *Find(state.codes, held.code), authorized, invite_field, out);
  out.Member("anchor_list", nullptr);
  out.BeginObject("video_info");
  WriteVideoInfo(state, post, shown, out);
  WriteVideoUrl(state, post, shown, out);
  out.EndObject();
  WriteCarouselInfo(state, post, out);
}

struct VideoQuery {
  std::string advertiser_id;
  std::string identity_id;
  std::string identity_type;
  std::string item_type;
};

VideoQuery ReadVideoQuery(ArgumentReader& in) {
  VideoQuery query;
  query.advertiser_id = in.Id("advertiser_id");
  query.identity_id = in.String("identity_id");
  query.identity_type = in.OneOf("identity_type", kVideoTypes);
  RequireBusinessCenter(in, query.identity_type);
  query.item_type = in.OptionalOneOf("item_type", kItemTypes).value_or("VIDEO");
  return query;
}

absl::Status CheckIdentity(const WorldState& state, const Caller& caller, const VideoQuery& query) {
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, query.advertiser_id));
  SG_ASSIGN_OR_RETURN(const Identity* identity,
                      GetIdentity(state, query.advertiser_id, query.identity_id));
  if (identity->type == query.identity_type) return absl::OkStatus();
  return RefuseParam("IDENTITY_MISMATCH",
                     fmt::format("identity_type: The identity is of type {}.", identity->type),
                     Actor::kAdvertiser);
}

// The cursor says how many were shown; nothing but what we gave out is taken.
size_t ReadCursor(ArgumentReader& in) {
  const std::string text = in.OptionalString("cursor").value_or("");
  if (text.empty()) return 0;
  size_t cursor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cursor);
  if (error != std::errc() || end != text.data() + text.size()) {
    in.Reject("cursor", "Not a valid cursor.");
  }
  return cursor;
}

absl::StatusOr<std::string> VideoGet(const WorldState& state, const Caller& caller,
                                     const Arguments& arguments) {
  ArgumentReader in(arguments);
  const VideoQuery query = ReadVideoQuery(in);
  PostSearch search;
  search.keyword = ReadKeyword(in);
  if (!search.keyword.empty() && query.identity_type != "AUTH_CODE") {
    in.Reject("keyword", "It is valid only with identity_type AUTH_CODE.");
  }
  search.exclude_ads_only = in.OptionalBool("exclude_adsonly").value_or(false);
  const size_t first = ReadCursor(in);
  const int64_t asked = in.OptionalInt("count", {1, kNoLimit}).value_or(kMostVideos);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckIdentity(state, caller, query));

  search.identity_id = query.identity_id;
  search.types = {query.item_type};
  std::vector<std::string_view> found = SearchLibrary(state, query.advertiser_id, search);
  if (search.exclude_ads_only && found.size() > kMostOrganic) found.resize(kMostOrganic);
  const size_t count = static_cast<size_t>(std::min(asked, kMostVideos));
  const size_t begin = std::min(first, found.size());
  const size_t end = std::min(begin + count, found.size());
  WireWriter out;
  out.BeginObject();
  out.BeginArray("video_list");
  for (size_t i = begin; i < end; ++i) {
    out.BeginObject();
    const SparkPost& held = *FindSparkPost(state, query.advertiser_id, found[i]);
    WriteVideo(state, held, "invite_start_time", out);
    out.EndObject();
  }
  out.EndArray();
  out.Member("cursor", fmt::format("{}", end));
  out.Member("has_more", end < found.size());
  out.EndObject();
  return std::move(out).Take();
}

// The post in this identity's part of the library, or null.
const SparkPost* FindVideo(const WorldState& state, const VideoQuery& query,
                           std::string_view item_id) {
  const SparkPost* held = FindSparkPost(state, query.advertiser_id, item_id);
  if (held == nullptr || held->identity_id != query.identity_id) return nullptr;
  return PostTypeName(Find(state.posts, item_id)->type) == query.item_type ? held : nullptr;
}

absl::StatusOr<std::string> VideoInfoGet(const WorldState& state, const Caller& caller,
                                         const Arguments& arguments) {
  ArgumentReader in(arguments);
  const VideoQuery query = ReadVideoQuery(in);
  const std::optional<std::string> item_id = in.OptionalId("item_id");
  const std::vector<std::string> item_ids = in.OptionalIds("item_ids", {0, kMostVideos});
  if (!item_id && item_ids.empty()) in.Require("item_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckIdentity(state, caller, query));

  const std::string_view invite_field = state.switches.Choice(kIdentityVideoInviteField);
  WireWriter out;
  out.BeginObject();
  if (item_id) {
    const SparkPost* held = FindVideo(state, query, *item_id);
    if (held == nullptr) {
      return Refuse(ApiCode::kNotExist, "POST_NOT_IN_LIBRARY",
                    fmt::format("The post {} does not exist.", *item_id), Actor::kAdvertiser);
    }
    out.BeginObject("video_detail");
    WriteVideo(state, *held, invite_field, out);
    out.EndObject();
  } else {
    out.BeginArray("video_details");
    for (const std::string& id : item_ids) {
      const SparkPost* held = FindVideo(state, query, id);
      if (held == nullptr) continue;
      out.BeginObject();
      WriteVideo(state, *held, invite_field, out);
      out.EndObject();
    }
    out.EndArray();
  }
  out.EndObject();
  return std::move(out).Take();
}

constexpr Endpoint kEndpoints[] = {
    GetEndpoint("identity/get", TokenFamily::kAdvertiser, "693", &Get),
    TextEndpoint("identity/video/get", TokenFamily::kAdvertiser, "693", &VideoGet),
    TextEndpoint("identity/video/info", TokenFamily::kAdvertiser, "693", &VideoInfoGet),
};

}  // namespace

std::span<const Endpoint> IdentityEndpoints() { return kEndpoints; }

}  // namespace sparkgate::simulator
