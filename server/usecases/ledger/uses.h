// Who ran a post as an ad, told from the record.
#ifndef SPARKGATE_SERVER_USECASES_LEDGER_USES_H_
#define SPARKGATE_SERVER_USECASES_LEDGER_USES_H_

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/post_use.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// All uses of a TikTok post in a workspace, by begin. None of a post that it never knew.
absl::StatusOr<std::vector<PostUse>> ListPostUses(Env& env, const std::string& workspace,
                                                  const std::string& item_id);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LEDGER_USES_H_
