// How a post and its authorization look on the wire, in the shapes that tt_video/* and
// identity/video/* share (facts 4.2, 4.3, 4.5, 5.4). Libraries are read all the time, so these are
// written as text (wire_writer.h). Functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_

#include <string_view>

#include "simulator/business_api/wire_writer.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// The member carousel_info, null for a video.
void WriteCarouselInfo(const WorldState& state, const Post& post, WireWriter& out);

// What may be seen of a post's video.
enum class VideoShown {
  kAll,
  kNoPreview,  // preview_url is empty
  kNothing,    // it can't be seen any more: zeros and empty texts
};

// The members of video_info; all null for photos, unless kNothing.
void WriteVideoInfo(const WorldState& state, const Post& post, VideoShown shown, WireWriter& out);

// The members that only tt_video/info has: video_id and file_name.
void WriteVideoFile(const Post& post, WireWriter& out);

// The members that only identity/video/* have: url and format.
void WriteVideoUrl(const WorldState& state, const Post& post, VideoShown shown, WireWriter& out);

// The member auth_info: ad_auth_status and the three times; `invite_field` is what the third is
// called. `code` is the post's.
void WriteAuthInfo(const SparkPost& spark_post, const Code& code, bool authorized,
                   std::string_view invite_field, WireWriter& out);

// Public, or seen by author or friends: its video can be looked at.
bool IsVisible(PostStatus status);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_
