#include "server/tiktok/http/spark_post.h"

#include "base/json.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

// identity/video/* says ITEM_STATUS_USER_DELETE where tt_video/* says USER_DELETE, and once
// STATUS_.
std::string ItemStatus(const json::object& item) {
  std::string status = Text(item, "status");
  for (const std::string_view prefix : {"ITEM_STATUS_", "STATUS_"}) {
    if (status.starts_with(prefix)) return status.substr(prefix.size());
  }
  return status;
}

// A carousel has no video: its first picture stands for it.
std::string CoverUrl(const SparkPostParts& parts) {
  std::string poster = Text(parts.video, "poster_url");
  if (!poster.empty()) return poster;
  const auto images = Objects(Child(parts.item, "carousel_info"), "image_info");
  return images.empty() ? "" : Text(*images.front(), "image_url");
}

std::string PreviewUrl(const json::object& video) {
  std::string url = Text(video, "preview_url");
  return url.empty() ? Text(video, "url") : url;
}

PostAuthorization ReadAuthorization(const json::object& auth) {
  std::optional<absl::Time> invited = Time(auth, "invite_start_time");
  if (!invited.has_value()) invited = Time(auth, "invite_start_time_stamp");
  return {.status = Text(auth, "ad_auth_status"),
          .invited = invited,
          .start = Time(auth, "auth_start_time"),
          .end = Time(auth, "auth_end_time")};
}

}  // namespace

SparkPost ReadSparkPost(const SparkPostParts& parts) {
  return {.item_id = Id(parts.item, "item_id"),
          .item_type = Text(parts.item, "item_type"),
          .caption = Text(parts.item, "text"),
          .item_status = ItemStatus(parts.item),
          .auth_code = Secret(Text(parts.item, "auth_code")),
          .authorization = ReadAuthorization(parts.auth),
          .creator_name = Text(parts.user, "tiktok_name"),
          .identity_id = Id(parts.user, "identity_id"),
          .identity_type = Text(parts.user, "identity_type"),
          .cover_url = CoverUrl(parts),
          .preview_url = PreviewUrl(parts.video),
          .duration_seconds = JsonDouble(parts.video, "duration").value_or(0),
          .duet_original_item_id = Id(parts.item, "duet_original_item_id"),
          .stitch_original_item_id = Id(parts.item, "stitch_original_item_id"),
          .is_multi_duet_stitch = Flag(parts.item, "is_multi_duet_stitch"),
          .mentioned_item_ids = TextList(parts.item, "mentioned_item_ids")};
}

}  // namespace sparkgate::tiktok
