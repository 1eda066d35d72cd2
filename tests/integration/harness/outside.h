// Calls to TikTok with the server's rights but past it: what people in Ads Manager and other tools
// do, and what TikTok itself says.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_OUTSIDE_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_OUTSIDE_H_

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/integration/harness/middleman.h"
#include "tests/integration/harness/programs.h"

namespace sparkgate::integration {

class Outside {
 public:
  Outside(const Programs& programs, const Middleman& middleman)
      : programs_(programs), middleman_(middleman) {}

  // The body of the server's last call to this path ("ad/create/"); empty if there was none.
  boost::json::object LastBody(std::string_view path_end) const;
  // That call once more, with other fields. Returns TikTok's whole answer; its `code` is 0 if it
  // did it.
  boost::json::object Repeat(std::string_view path_end, const boost::json::object& changes) const;
  // All rows of a list that comes in pages, such as "ad/get/" of an ad account.
  std::vector<boost::json::object> List(std::string_view path,
                                        const std::string& advertiser_id) const;

 private:
  const Programs& programs_;
  const Middleman& middleman_;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_OUTSIDE_H_
