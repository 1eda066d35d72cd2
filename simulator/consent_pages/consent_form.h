// What a consent page shows and what a person answers: made from the world's state under its lock,
// and turned into HTML without it.
#ifndef SPARKGATE_SIMULATOR_CONSENT_PAGES_CONSENT_FORM_H_
#define SPARKGATE_SIMULATOR_CONSENT_PAGES_CONSENT_FORM_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "base/http/server.h"
#include "simulator/world/oauth.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Fields of a form, or arguments of a link's query. Each may come more than once.
struct ConsentAnswer {
  std::string decision;               // "allow" or "deny"
  std::vector<std::string> accounts;  // "account": ids or user names, also several in one
  std::vector<std::string> scopes;    // "grant"
};
ConsentAnswer ReadConsentAnswer(std::string_view text);

struct Choice {
  std::string id;
  std::string label;
  bool chosen = false;
};

struct ConsentForm {
  ConsentKind kind = ConsentKind::kCreator;
  std::string world;
  ConsentLink link;
  std::vector<Choice> scopes;
  std::vector<Choice> accounts;  // the first ones of the world, and those that are chosen
  size_t accounts_in_all = 0;    // of the world
  std::string problem;           // what keeps this choice from being allowed; "": nothing
  bool allows_itself = false;    // the world's switch consent_auto_allow
};

// The page of `link`, with what `answer` chose. A link that nobody has answered yet names accounts
// or doesn't; all scopes are chosen then, and the only account of a world.
// Errors: those of reading the link, and SCOPE_UNKNOWN.
absl::StatusOr<ConsentForm> MakeConsentForm(const WorldState& state, ConsentKind kind,
                                            std::string_view link, const ConsentAnswer& answer,
                                            bool answered);

// Status 200, or 400 if there is a problem.
HttpServerResponse RenderConsentForm(const ConsentForm& form);

std::vector<std::string> ChosenOf(const std::vector<Choice>& choices);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONSENT_PAGES_CONSENT_FORM_H_
