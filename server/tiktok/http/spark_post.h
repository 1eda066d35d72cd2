// Reads a Spark post from the four objects that describe one in tt_video/* and identity/video/*.
// Pure function.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_SPARK_POST_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_SPARK_POST_H_

#include <boost/json/object.hpp>

#include "server/tiktok/library.h"

namespace sparkgate::tiktok {

// `item`, `auth`, `user` and `video` may be empty objects: TikTok leaves out what it doesn't tell.
struct SparkPostParts {
  const boost::json::object& item;
  const boost::json::object& auth;
  const boost::json::object& user;
  const boost::json::object& video;
};

SparkPost ReadSparkPost(const SparkPostParts& parts);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_SPARK_POST_H_
