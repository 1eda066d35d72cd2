// The end of a creator's consent, a year after it was given (facts 2.6): nothing prolongs it but
// the creator, so people are told in time.
#ifndef SPARKGATE_SERVER_USECASES_CONNECT_CONSENT_DUE_H_
#define SPARKGATE_SERVER_USECASES_CONNECT_CONSENT_DUE_H_

#include <memory>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/connection.h"
#include "server/store/store.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

// In the transaction that writes a fresh consent.
absl::Status WatchConsent(Transaction& tx, const Creator& creator, absl::Time now);

// "consent.due": creator.consent_ending 30, 7 and 1 days before, creator.reconnect_needed at the
// end.
std::unique_ptr<WorkHandler> NewConsentDueHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CONNECT_CONSENT_DUE_H_
