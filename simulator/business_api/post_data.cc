#include "simulator/business_api/post_data.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/crypto/hash.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kMediaLife = absl::Hours(1);        // of poster and preview addresses
constexpr absl::Duration kImageLife = absl::Hours(24 * 90);  // of a carousel's images
constexpr int kImagesOfCarousel = 3;

// When an address ends that is good for `life`.
fmt::format_int EndOf(const WorldState& state, absl::Duration life) {
  return fmt::format_int(ToMicros(state.now + life) / 1'000'000);
}

std::string_view View(const fmt::format_int& digits) { return {digits.data(), digits.size()}; }

const std::string& Signature(const WorldState& state, const Post& post) {
  if (post.video_signature.empty()) {
    post.video_signature = ToHex(state.random.Bytes("video_signature", post.id, 0, 16));
  }
  return post.video_signature;
}

// The address of the video itself, as the member `name`.
void WriteAddress(const WorldState& state, const Post& post, VideoShown shown,
                  std::string_view name, WireWriter& out) {
  if (shown != VideoShown::kAll) return out.Member(name, "");
  out.Member(name, {"https://v16-sign.tiktokcdn.com/video/", post.id,
                    ".mp4?x-expires=", View(EndOf(state, kMediaLife))});
}

void WriteNothing(WireWriter& out) {
  for (const char* number : {"bit_rate", "duration", "height", "width", "size"}) {
    out.Member(number, 0);
  }
  for (const char* text : {"poster_url", "signature", "preview_url"}) out.Member(text, "");
}

}  // namespace

bool IsVisible(PostStatus status) {
  return status == PostStatus::kPublic || status == PostStatus::kOnlyAuthor ||
         status == PostStatus::kOnlyFriends;
}

void WriteCarouselInfo(const WorldState& state, const Post& post, WireWriter& out) {
  if (post.type == PostType::kVideo) return out.Member("carousel_info", nullptr);
  out.BeginObject("carousel_info");
  out.BeginArray("image_info");
  for (int i = 0; i < kImagesOfCarousel; ++i) {
    out.BeginObject();
    out.Member("image_url",
               {"https://p16-sign.tiktokcdn.com/photo/", post.id, "/", View(fmt::format_int(i)),
                ".jpeg?x-expires=", View(EndOf(state, kImageLife))});
    out.Member("image_height", 1440);
    out.Member("image_width", 1080);
    out.EndObject();
  }
  out.EndArray();
  out.Member("music_info", nullptr);
  out.EndObject();
}

void WriteVideoInfo(const WorldState& state, const Post& post, VideoShown shown, WireWriter& out) {
  if (shown == VideoShown::kNothing) return WriteNothing(out);
  if (post.type != PostType::kVideo) {
    for (const char* name : {"bit_rate", "duration", "height", "width", "size", "poster_url",
                             "signature", "preview_url"}) {
      out.Member(name, nullptr);
    }
    return;
  }
  out.Member("bit_rate", post.bit_rate);
  out.Member("duration", post.duration_seconds);
  out.Member("height", post.height);
  out.Member("width", post.width);
  out.Member("size", post.size_bytes);
  out.Member("poster_url", {post.cover_url, "?x-expires=", View(EndOf(state, kMediaLife))});
  out.Member("signature", Signature(state, post));
  WriteAddress(state, post, shown, "preview_url", out);
}

void WriteVideoFile(const Post& post, WireWriter& out) {
  if (post.type == PostType::kVideo) {
    out.Member("video_id", {"v", post.id});
    out.Member("file_name", {post.id, ".mp4"});
  } else {
    out.Member("video_id", nullptr);
    out.Member("file_name", nullptr);
  }
}

void WriteVideoUrl(const WorldState& state, const Post& post, VideoShown shown, WireWriter& out) {
  const bool video = post.type == PostType::kVideo;
  if (video || shown == VideoShown::kNothing) {
    WriteAddress(state, post, shown, "url", out);
  } else {
    out.Member("url", nullptr);
  }
  video ? out.Member("format", "mp4") : out.Member("format", nullptr);
}

void WriteAuthInfo(const SparkPost& spark_post, const Code& code, bool authorized,
                   std::string_view invite_field, WireWriter& out) {
  out.BeginObject("auth_info");
  out.Member("ad_auth_status", authorized ? "AUTHORIZED" : "UNAUTHORIZED");
  out.Member(invite_field, spark_post.invite_start_time);
  out.Member("auth_start_time", code.start_time);
  out.Member("auth_end_time", code.end_time);
  out.EndObject();
}

}  // namespace sparkgate::simulator
