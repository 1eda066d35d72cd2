// What stands between a mutation and TikTok besides limits: the workspace's ad accounts, and its
// dry run. Every mutation passes here, whoever asked for it. Pure.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_PROTECTION_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_PROTECTION_H_

#include <string_view>

#include <absl/status/status.h>
#include <boost/json/object.hpp>

#include "server/tiktok/call.h"

namespace sparkgate::tiktok {

// Not OK: it must not be sent. AD_ACCOUNT_NOT_ALLOWED (FAILED_PRECONDITION) of an ad account that
// isn't the workspace's to change, unless it switches off or deletes, which can only save money;
// else in a dry run the call itself (planned_call.h). `path` is "campaign/create".
absl::Status CheckMaySend(const Endpoint& endpoint, std::string_view path,
                          const boost::json::object& body);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_PROTECTION_H_
