// identity/video/* and identity/music/*: which posts stand behind an identity, and whether ads may
// play their songs (facts 5.4 to 5.6).
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/identity_arguments.h"
#include "simulator/business_api/post_data.h"
#include "simulator/business_api/post_search.h"
#include "simulator/business_api/wire_writer.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kVideoTypes[] = {"AUTH_CODE", "TT_USER", "BC_AUTH_TT"};
constexpr std::string_view kItemTypes[] = {"VIDEO", "CAROUSEL"};

constexpr int64_t kMostVideos = 20;
constexpr size_t kMostMusicLocations = 3'000;  // that an ad group may have
constexpr size_t kMostOrganic = 500;           // that exclude_adsonly shows

// TikTok's other spelling of a post's status (facts 4.5, sic).
std::string ItemStatus(PostStatus status) {
  if (status == PostStatus::kOnlyFriends) return "STATUS_ONLY_FRIEND_SEE";
  return fmt::format("ITEM_STATUS_{}", PostStatusName(status));
}

VideoShown IdentityVideoShown(const Post& post, bool authorized) {
  if (!IsVisible(post.status)) return VideoShown::kNothing;
  const bool preview = authorized && post.status == PostStatus::kPublic;
  return preview ? VideoShown::kAll : VideoShown::kNoPreview;
}

void WriteVideo(const WorldState& state, const SparkPost& held, std::string_view invite_field,
                WireWriter& out) {
  const Post& post = *Find(state.posts, held.post_id);
  const bool authorized = IsAuthorized(state, held);
  const VideoShown shown = IdentityVideoShown(post, authorized);
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

struct VideoQuery : IdentityArguments {
  std::string item_type;
};

VideoQuery ReadVideoQuery(ArgumentReader& in) {
  VideoQuery query;
  query.Read(in, kVideoTypes);
  query.item_type = in.OptionalOneOf("item_type", kItemTypes).value_or("VIDEO");
  return query;
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

absl::StatusOr<std::string> IdentityVideoGet(const WorldState& state, const Caller& caller,
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
  SG_RETURN_IF_ERROR(query.Find(state, caller).status());

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
const SparkPost* FindHeld(const WorldState& state, const IdentityArguments& wanted,
                          std::string_view item_id) {
  const SparkPost* held = FindSparkPost(state, wanted.advertiser_id, item_id);
  return held != nullptr && held->identity_id == wanted.identity_id ? held : nullptr;
}

const SparkPost* FindVideo(const WorldState& state, const VideoQuery& query,
                           std::string_view item_id) {
  const SparkPost* held = FindHeld(state, query, item_id);
  if (held == nullptr) return nullptr;
  return PostTypeName(Find(state.posts, item_id)->type) == query.item_type ? held : nullptr;
}

absl::Status PostNotHeld(std::string_view item_id) {
  return Refuse(ApiCode::kNotExist, "POST_NOT_IN_LIBRARY",
                fmt::format("The post {} does not exist.", item_id), Actor::kAdvertiser);
}

absl::StatusOr<std::string> IdentityVideoInfo(const WorldState& state, const Caller& caller,
                                              const Arguments& arguments) {
  ArgumentReader in(arguments);
  const VideoQuery query = ReadVideoQuery(in);
  const std::optional<std::string> item_id = in.OptionalId("item_id");
  const std::vector<std::string> item_ids = in.OptionalIds("item_ids", {0, kMostVideos});
  if (!item_id && item_ids.empty()) in.Require("item_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(query.Find(state, caller).status());

  const std::string_view invite_field = state.switches.Choice(kIdentityVideoInviteField);
  WireWriter out;
  out.BeginObject();
  if (item_id) {
    const SparkPost* held = FindVideo(state, query, *item_id);
    if (held == nullptr) return PostNotHeld(*item_id);
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

// Facts 5.6. TikTok knows the songs of its library; an original sound isn't one of them.
json::object SongData(const Song& song) {
  return {{"music_id", song.id},
          {"author", song.author},
          {"title", song.title},
          {"labels", json::array()},
          {"lyricist", ""},
          {"composer", ""},
          {"publisher", ""},
          {"authorization_type", song.licensed ? "AUTHORIZED" : "NOT_AUTHORIZED"}};
}

absl::StatusOr<Data> IdentityMusicAuthorization(const WorldState& state, const Caller& caller,
                                                const Arguments& arguments) {
  ArgumentReader in(arguments);
  IdentityArguments wanted;
  wanted.Read(in, kVideoTypes);
  const std::string item_id = in.Id("item_id");
  // Where and when the ad is to run: a song is licensed everywhere and always, or not at all.
  in.Require("locations");
  in.OptionalStrings("locations", {1, kMostMusicLocations});
  const absl::Time start = in.Time("start_time");
  const absl::Time end = in.Time("end_time");
  if (end <= start) in.Reject("end_time", "It must be after start_time.");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(wanted.Find(state, caller).status());
  if (FindHeld(state, wanted, item_id) == nullptr) return PostNotHeld(item_id);

  const std::optional<Song>& song = Find(state.posts, item_id)->song;
  json::array songs;
  std::string_view status = "WITHOUT_SONG_ID";
  if (song) {
    songs.push_back(SongData(*song));
    status = song->licensed ? "WITH_FULL_AUTHORIZATION" : "AUTHORIZATION_MISSING";
  }
  return Data{{"music_authorization",
               json::array{json::object{{"item_id", item_id},
                                        {"music_status", status},
                                        {"authorization_infos", std::move(songs)}}}}};
}

constexpr Endpoint kIdentityVideoEndpoints[] = {
    GetEndpoint("identity/music/authorization", TokenFamily::kAdvertiser, "693",
                &IdentityMusicAuthorization),
    TextEndpoint("identity/video/get", TokenFamily::kAdvertiser, "693", &IdentityVideoGet),
    TextEndpoint("identity/video/info", TokenFamily::kAdvertiser, "693", &IdentityVideoInfo),
};

}  // namespace

std::span<const Endpoint> IdentityVideoEndpoints() { return kIdentityVideoEndpoints; }

}  // namespace sparkgate::simulator
