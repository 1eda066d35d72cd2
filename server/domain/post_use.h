// Uses of a post: which ad ran it, with which code, by whom, from when to when. Told from the
// record alone (audit.h), so that whoever holds the record can tell them too.
//
// A use begins when an ad is published, or one that runs is found, under an authorization that
// stands, or when the authorization resumes. It ends when the ad is deleted or taken back, or the
// authorization ends.
#ifndef SPARKGATE_SERVER_DOMAIN_POST_USE_H_
#define SPARKGATE_SERVER_DOMAIN_POST_USE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "server/domain/audit.h"

namespace sparkgate::server {

struct PostUse {
  std::string ad;          // resource name
  std::string spark_post;  // resource name
  std::string code;        // resource name; "" unknown here: it came from outside
  std::string principal;   // who published the ad; "" people, on TikTok itself
  absl::Time begin_time;
  std::optional<absl::Time> end_time;  // nullopt: it goes on
  std::string end_reason;              // the action that ended it, e.g. "authorization.ended"

  friend bool operator==(const PostUse&, const PostUse&) = default;
};

// Takes the entries about one post in their order.
class PostUses {
 public:
  void Take(const AuditEntry& entry);
  const std::vector<PostUse>& uses() const { return uses_; }  // by begin

 private:
  struct RunningAd {
    std::string spark_post;
    std::string principal;
    std::optional<size_t> use;  // the one that goes on
  };
  void Begin(const std::string& ad, RunningAd& running, absl::Time at);
  void End(RunningAd& running, const AuditEntry& why);

  std::map<std::string, RunningAd> ads_;  // on TikTok now, by name
  std::string code_;                      // the post's, as far as it was made here
  std::vector<PostUse> uses_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_POST_USE_H_
