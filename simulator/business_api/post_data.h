// How a post and its authorization look on the wire, in the shapes that tt_video/* and
// identity/video/* share (facts 4.2, 4.3, 4.5, 5.4). Pure functions over the state. Long lists are
// made in a `storage` of their own: an allocation per text is most of what they would cost.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_

#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Null for a video.
boost::json::value CarouselInfo(const WorldState& state, const Post& post);

// All members null for photos. `preview` false leaves preview_url empty.
boost::json::object VideoInfo(const WorldState& state, const Post& post, bool preview,
                              const boost::json::storage_ptr& storage = {});

// The members that only info has: video_id and file_name.
void AddVideoFile(const Post& post, boost::json::object& video_info);

// Of a video that can't be seen any more: nothing but zeros and empty texts.
boost::json::object EmptyVideoInfo();

// ad_auth_status and the three times; `invite_field` is what the third is called. `code` is the
// post's.
boost::json::object AuthInfo(const SparkPost& spark_post, const Code& code, bool authorized,
                             std::string_view invite_field,
                             const boost::json::storage_ptr& storage = {});

// Public, or seen by author or friends: its video can be looked at.
bool IsVisible(PostStatus status);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_POST_DATA_H_
