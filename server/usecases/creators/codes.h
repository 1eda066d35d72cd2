// Use cases of codes: a creator's permission for one post, made, prolonged, withdrawn, handed over.
#ifndef SPARKGATE_SERVER_USECASES_CREATORS_CODES_H_
#define SPARKGATE_SERVER_USECASES_CREATORS_CODES_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/code.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// A code as seen at `now`.
struct CodeView {
  Code code;
  CodeState state;
};

absl::StatusOr<CodeView> GetCode(Env& env, const std::string& workspace, const std::string& id);
struct CodeFilter {
  std::string creator;
  std::optional<CodeState> state;
};
absl::StatusOr<std::vector<CodeView>> ListCodes(Env& env, const std::string& workspace,
                                                const CodeFilter& filter, const Page& page);

// The post's code as TikTok tells it now; our record follows. nullopt: it has none.
absl::StatusOr<std::optional<CodeView>> ReadAdSettings(Env& env, const std::string& workspace,
                                                       const std::string& creator,
                                                       const std::string& item);

absl::StatusOr<CodeView> GenerateCode(Env& env, const Call& call, const std::string& creator,
                                      const std::string& item, int days);
absl::StatusOr<CodeView> ExtendCode(Env& env, const Call& call, const std::string& id,
                                    int add_days);
absl::Status DeleteCode(Env& env, const Call& call, const std::string& id);
absl::Status DisableAdAuthorization(Env& env, const Call& call, const std::string& creator,
                                    const std::string& item);
// The code in clear: audited, and told by an event.
absl::StatusOr<std::string> RevealCode(Env& env, const Call& call, const std::string& id,
                                       const std::string& purpose);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CREATORS_CODES_H_
