// What any draft must have to be kept at all: fields that TikTok would refuse whatever stands
// beside them. What depends on other objects or on the time is the final check's (ad_rules.h).
// Pure.
#ifndef SPARKGATE_SERVER_DOMAIN_DRAFT_CHECK_H_
#define SPARKGATE_SERVER_DOMAIN_DRAFT_CHECK_H_

#include <absl/status/status.h>

#include "server/domain/ad.h"

namespace sparkgate::server {

// INVALID_ARGUMENT, reason INVALID_FIELD, that names the field as the API does.
absl::Status CheckDraft(const Campaign& campaign);
absl::Status CheckDraft(const AdGroup& group);
absl::Status CheckDraft(const Ad& ad);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_DRAFT_CHECK_H_
