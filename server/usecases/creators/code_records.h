// How a code that TikTok told us is kept: sealed, found by its keyed hash.
#ifndef SPARKGATE_SERVER_USECASES_CREATORS_CODE_RECORDS_H_
#define SPARKGATE_SERVER_USECASES_CREATORS_CODE_RECORDS_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/domain/code.h"
#include "server/tiktok/creator.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Where a code's sealed text stands (see Vault).
std::string CodePlace(const std::string& code_id);

// Sets lookup hash, sealed text and hint of `code`.
absl::Status SetCodeText(Env& env, const Workspace& workspace, Code& code,
                         const std::string& canonical);

// The record of the code that TikTok shows for a creator's post, with what it says taken over. It
// may be the post's own, one that this workspace met in another way (an advertiser redeemed it, it
// was taken for deleted), or a new one. Not yet written.
absl::StatusOr<Code> RecordOf(Env& env, const Transaction& tx, const Workspace& workspace,
                              const std::string& creator, const std::string& item,
                              const tiktok::CodeInfo& info, absl::Time now);

// Takes over what TikTok says of a generated code: text, period, whether it is there and
// used.
absl::Status TakeOver(Env& env, const Workspace& workspace, const tiktok::CodeInfo& info,
                      absl::Time now, Code& code);

// Puts the work that the code's end needs.
absl::Status PutCodeEndWork(Transaction& tx, const Code& code);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CREATORS_CODE_RECORDS_H_
