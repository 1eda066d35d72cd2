#include "server/domain/audit.h"

#include <algorithm>
#include <iterator>

namespace sparkgate::server {
namespace {

constexpr std::string_view kForTheRecord[] = {
    "code.generated",
    "code.extended",
    "code.deleted",
    "code.ended",
    "post.authorized",
    "post.unbound",
    "authorization.ended",
    "authorization.resumed",
    "authorization.extended",
    "ad.published",
    "ad.adopted",
    "ad.taken_back",
    "ad.deleted",
};

}  // namespace

bool IsForTheRecord(std::string_view event_type) {
  return std::ranges::find(kForTheRecord, event_type) != std::end(kForTheRecord);
}

}  // namespace sparkgate::server
