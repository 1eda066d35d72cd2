// business/video/list: the creator's posts, newest first, by cursor (facts 3.2).
#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "base/clock.h"
#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/world/organic.h"
#include "simulator/world/posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr int64_t kDefaultCount = 10;
constexpr int64_t kMostCount = 20;

using Video = Post;

int64_t Millis(absl::Time time) { return ToMicros(time) / 1000; }

double Seconds(int64_t millis) { return static_cast<double>(millis) / 1000; }
double Ratio(double part, int64_t whole) {
  return whole == 0 ? 0.0 : part / static_cast<double>(whole);
}

json::object VideoData(const WorldState& state, const CreatorAccount& creator, const Video& video) {
  const std::string share_url =
      fmt::format("https://www.tiktok.com/@{}/video/{}", creator.username, video.id);
  const PostCounts counts = CountsOf(state, video);
  return {
      {"item_id", video.id},
      {"create_time", fmt::format("{}", ToMicros(video.create_time) / 1'000'000)},
      {"caption", video.caption},
      {"share_url", share_url},
      {"embed_url", fmt::format("https://www.tiktok.com/static/profile-video?id={}", video.id)},
      {"thumbnail_url", video.cover_url},
      {"video_duration", video.duration_seconds},
      {"video_views", counts.views},
      {"likes", counts.likes},
      {"comments", counts.comments},
      {"shares", counts.shares},
      {"favorites", counts.favorites},
      {"reach", 0},
      {"total_time_watched", Seconds(counts.watch_millis)},
      {"average_time_watched", Ratio(Seconds(counts.watch_millis), counts.views)},
      {"full_video_watched_rate", Ratio(static_cast<double>(counts.whole_views), counts.views)},
      {"new_followers", counts.new_followers},
      {"profile_views", counts.profile_views},
      {"website_clicks", 0},
      {"impression_sources", json::array()},
      {"media_type", video.type == PostType::kVideo ? "VIDEO" : "PHOTO"},
      {"is_ad", LiveAdCount(state, video) > 0},
  };
}

// Reach, website clicks and where views came from are zero: nobody's audience is simulated.
constexpr std::string_view kVideoFields[] = {
    "item_id",
    "create_time",
    "caption",
    "share_url",
    "embed_url",
    "thumbnail_url",
    "video_duration",
    "video_views",
    "likes",
    "comments",
    "shares",
    "favorites",
    "reach",
    "total_time_watched",
    "average_time_watched",
    "full_video_watched_rate",
    "new_followers",
    "profile_views",
    "website_clicks",
    "impression_sources",
    "media_type",
    "is_ad",
};

struct Filters {
  std::vector<std::string> video_ids;
  bool ad_post_only = false;
};

Filters ReadFilters(ArgumentReader& in) {
  Filters filters;
  ArgumentReader inner = in.OptionalObject("filters");
  filters.video_ids = inner.OptionalIds("video_ids");
  filters.ad_post_only = inner.OptionalBool("ad_post_only").value_or(false);
  if (filters.ad_post_only && filters.video_ids.empty()) {
    inner.Reject("ad_post_only", "It is valid only with video_ids.");
  }
  return filters;
}

bool Passes(const Filters& filters, const Video& video) {
  if (IsGone(video.status)) return false;
  if (filters.ad_post_only && video.ad_ids.empty()) return false;
  return filters.video_ids.empty() ||
         std::ranges::find(filters.video_ids, video.id) != filters.video_ids.end();
}

absl::StatusOr<Data> BusinessVideoList(const WorldState& state, const Caller& caller,
                                       const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string business_id = in.String("business_id");
  std::vector<std::string> fields = in.OptionalListOf("fields", kVideoFields);
  if (fields.empty()) fields = {"item_id"};
  if (std::ranges::find(fields, "item_id") == fields.end()) {
    in.Reject("fields", "item_id must be among them.");
  }
  const Filters filters = ReadFilters(in);
  const std::optional<int64_t> cursor = in.OptionalInt("cursor", {0, kNoLimit});
  const int64_t most = in.OptionalInt("max_count", {1, kMostCount}).value_or(kDefaultCount);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckBusiness(caller, business_id));

  const CreatorAccount& creator = *Find(state.creators, caller.creator->creator_id);
  json::array videos;
  int64_t last = cursor.value_or(Millis(state.now));
  bool has_more = false;
  for (auto id = creator.post_ids.rbegin(); id != creator.post_ids.rend(); ++id) {
    const Video& video = *Find(state.posts, *id);
    if ((cursor && Millis(video.create_time) >= *cursor) || !Passes(filters, video)) continue;
    if (static_cast<int64_t>(videos.size()) == most) {
      has_more = true;
      break;
    }
    last = Millis(video.create_time);
    json::object whole = VideoData(state, creator, video);
    json::object& chosen = videos.emplace_back(json::object()).get_object();
    for (const std::string& field : fields) chosen[field] = whole.at(field);
  }
  return Data{{"videos", std::move(videos)}, {"cursor", last}, {"has_more", has_more}};
}

constexpr Endpoint kBusinessVideoEndpoints[] = {
    GetEndpoint("business/video/list", TokenFamily::kCreator, "video.list", &BusinessVideoList),
};

}  // namespace

std::span<const Endpoint> BusinessVideoEndpoints() { return kBusinessVideoEndpoints; }

}  // namespace sparkgate::simulator
