// Fields that TikTok's endpoints take and that nothing here depends on. They are documented, so no
// call is refused for them; their values are looked at by nobody. From facts 4 to 9 and from the
// request models of TikTok's own SDK (1.1.3). docs/fidelity.md lists them.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_UNPLAYED_FIELDS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_UNPLAYED_FIELDS_H_

#include <span>
#include <string_view>

namespace sparkgate::simulator {

struct UnplayedFields {
  std::string_view path;                     // an endpoint's
  std::span<const std::string_view> fields;  // "creatives.ad_text": that of each creative
};

std::span<const UnplayedFields> AllUnplayedFields();  // in the order of their paths
std::span<const std::string_view> UnplayedFieldsOf(std::string_view path);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_UNPLAYED_FIELDS_H_
