// How a post and its authorization look on the wire, in the shapes that tt_video/* and
// identity/video/* share (facts 4.2, 4.3, 4.5, 5.4). Pure functions over the state.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_

#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Null for a video.
boost::json::value CarouselInfo(const WorldState& state, const Post& post);

// All members null for photos. `preview` false leaves preview_url empty.
boost::json::object VideoInfo(const WorldState& state, const Post& post, bool preview);

// The members that only info has: video_id and file_name.
void AddVideoFile(const Post& post, boost::json::object& video_info);

// Of a video that can't be seen any more: nothing but zeros and empty texts.
boost::json::object EmptyVideoInfo();

// ad_auth_status and the three times; `invite_field` is what the third is called.
boost::json::object AuthInfo(const WorldState& state, const SparkPost& spark_post,
                             std::string_view invite_field);

// Public, or seen by author or friends: its video can be looked at.
bool IsVisible(PostStatus status);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_
