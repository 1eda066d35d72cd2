// request_id: the same id with the same body gives the same answer. One mechanism for mutations
// that call nobody and for operations alike.
#ifndef SPARKGATE_SERVER_USECASES_REQUEST_IDS_H_
#define SPARKGATE_SERVER_USECASES_REQUEST_IDS_H_

#include <optional>
#include <string>

#include <absl/status/statusor.h>

#include "server/store/store.h"
#include "server/usecases/call.h"

namespace sparkgate::server {

// The resource name that answered this call before; nullopt if it is new (or has no request_id).
// ABORTED, reason REQUEST_ID_REUSED, if the id was used with another body.
absl::StatusOr<std::optional<std::string>> FindEarlierAnswer(const Transaction& tx,
                                                             const Call& call);
// The same in a transaction of its own: the last segment of that resource name.
absl::StatusOr<std::optional<std::string>> FindEarlierId(Store& store, const Call& call);
// Remembers the answer, a resource's name or what the use case can make its answer of again, in the
// mutation's own transaction. What opens anything is sealed first.
absl::Status RememberAnswer(Transaction& tx, const Call& call, const std::string& resource,
                            absl::Time real_now);

// For a call of TikTok that can neither be repeated nor read back, and so isn't an operation: it is
// remembered before it is made, and found with an empty answer until its answer is there. Who gives
// an attempt an answer, or finds that it came to nothing, forgets it first.
absl::Status RememberAttempt(Transaction& tx, const Call& call, absl::Time real_now);
absl::Status ForgetAttempt(Transaction& tx, const Call& call);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_REQUEST_IDS_H_
