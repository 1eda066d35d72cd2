// Whether a workspace may call TikTok as it is set up. Looks at what is stored, and asks TikTok a
// few reading calls; changes nothing but tokens that were due to be refreshed.
#ifndef SPARKGATE_SERVER_USECASES_DOCTOR_DIAGNOSE_H_
#define SPARKGATE_SERVER_USECASES_DOCTOR_DIAGNOSE_H_

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/diagnosis.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// What was found, in a fixed order. That something is wrong is no error: NOT_FOUND, or a store that
// can't be read, is.
absl::StatusOr<std::vector<SetupCheck>> Diagnose(Env& env, const std::string& workspace);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_DOCTOR_DIAGNOSE_H_
