// How much each tenant, and each ad account, has had of one endpoint lately, so that whoever had
// least goes first. Half of it is forgotten in two seconds: somebody who comes anew isn't kept back
// for long, nor does he keep the others back until he has caught up with all that they ever had.
//
// A plain value, guarded by its owner.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_USAGE_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_USAGE_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include <absl/time/time.h>

namespace sparkgate::tiktok {

class Usage {
 public:
  double Of(std::string_view tenant, absl::Time now) const;
  void Add(const std::string& tenant, absl::Time now);
  size_t size() const { return shares_.size(); }

 private:
  struct Share {
    double calls = 0;
    absl::Time at;
  };
  static double Left(const Share& share, absl::Time now);

  std::map<std::string, Share, std::less<>> shares_;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_USAGE_H_
