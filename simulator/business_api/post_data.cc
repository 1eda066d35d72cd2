#include "simulator/business_api/post_data.h"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "simulator/business_api/formats.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr absl::Duration kMediaLife = absl::Hours(1);        // of poster and preview addresses
constexpr absl::Duration kImageLife = absl::Hours(24 * 90);  // of a carousel's images
constexpr int kImagesOfCarousel = 3;

std::string Expiring(const WorldState& state, std::string_view address, absl::Duration life) {
  return fmt::format("{}?x-expires={}", address, ToMicros(state.now + life) / 1'000'000);
}

std::string Signature(const WorldState& state, const Post& post) {
  return ToHex(KeyedRandom(state.seed).Bytes("video_signature", post.id, 0, 16));
}

}  // namespace

bool IsVisible(PostStatus status) {
  return status == PostStatus::kPublic || status == PostStatus::kOnlyAuthor ||
         status == PostStatus::kOnlyFriends;
}

json::value CarouselInfo(const WorldState& state, const Post& post) {
  if (post.type == PostType::kVideo) return nullptr;
  json::array images;
  for (int i = 0; i < kImagesOfCarousel; ++i) {
    const std::string address =
        fmt::format("https://p16-sign.tiktokcdn.com/photo/{}/{}.jpeg", post.id, i);
    images.push_back({{"image_url", Expiring(state, address, kImageLife)},
                      {"image_height", 1440},
                      {"image_width", 1080}});
  }
  return json::object{{"image_info", std::move(images)}, {"music_info", nullptr}};
}

json::object VideoInfo(const WorldState& state, const Post& post, bool preview,
                       const json::storage_ptr& storage) {
  if (post.type != PostType::kVideo) {
    return json::object({{"bit_rate", nullptr},
                         {"duration", nullptr},
                         {"height", nullptr},
                         {"width", nullptr},
                         {"size", nullptr},
                         {"poster_url", nullptr},
                         {"signature", nullptr},
                         {"preview_url", nullptr}},
                        storage);
  }
  const std::string video = fmt::format("https://v16-sign.tiktokcdn.com/video/{}.mp4", post.id);
  return json::object({{"bit_rate", post.bit_rate},
                       {"duration", post.duration_seconds},
                       {"height", post.height},
                       {"width", post.width},
                       {"size", post.size_bytes},
                       {"poster_url", Expiring(state, post.cover_url, kMediaLife)},
                       {"signature", Signature(state, post)},
                       {"preview_url", preview ? Expiring(state, video, kMediaLife) : ""}},
                      storage);
}

void AddVideoFile(const Post& post, json::object& video_info) {
  const bool video = post.type == PostType::kVideo;
  video_info["video_id"] = video ? json::value("v" + post.id) : json::value(nullptr);
  video_info["file_name"] = video ? json::value(post.id + ".mp4") : json::value(nullptr);
}

json::object EmptyVideoInfo() {
  return {{"bit_rate", 0}, {"duration", 0},    {"height", 0},     {"width", 0},
          {"size", 0},     {"poster_url", ""}, {"signature", ""}, {"preview_url", ""}};
}

json::object AuthInfo(const SparkPost& spark_post, const Code& code, bool authorized,
                      std::string_view invite_field, const json::storage_ptr& storage) {
  return json::object({{"ad_auth_status", authorized ? "AUTHORIZED" : "UNAUTHORIZED"},
                       {invite_field, WireTime(spark_post.invite_start_time)},
                       {"auth_start_time", WireTime(code.start_time)},
                       {"auth_end_time", WireTime(code.end_time)}},
                      storage);
}

}  // namespace sparkgate::simulator
