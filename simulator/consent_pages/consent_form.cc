#include "simulator/consent_pages/consent_form.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/consent_pages/scope_labels.h"
#include "simulator/world/refusal.h"
#include "simulator/world/scopes.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostListed = 20;

bool Has(const std::vector<std::string>& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

void AddNames(std::string_view text, std::vector<std::string>& names) {
  constexpr std::string_view kBetween = ", \t\r\n";
  while (true) {
    const size_t begin = text.find_first_not_of(kBetween);
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    const std::string_view name = text.substr(0, text.find_first_of(kBetween));
    names.emplace_back(name);
    text.remove_prefix(name.size());
  }
}

// ScopesToGrant of the world leaves unknown ones away; a page must not offer them.
absl::Status CheckScopes(const ConsentLink& link) {
  for (const std::string& scope : link.scopes) {
    if (std::ranges::find(CreatorScopes(), scope) != CreatorScopes().end()) continue;
    return RefuseParam(
        "SCOPE_UNKNOWN",
        fmt::format("The authorization link is broken: there is no scope \"{}\".", scope),
        Actor::kOperator);
  }
  return absl::OkStatus();
}

void AddScope(std::string_view scope, ConsentForm& form, const ConsentAnswer& answer,
              bool answered) {
  for (const Choice& earlier : form.scopes) {
    if (earlier.id == scope) return;
  }
  const bool all = !answered && answer.scopes.empty();
  form.scopes.push_back({.id = std::string(scope),
                         .label = std::string(ScopeLabel(scope)),
                         .chosen = all || Has(answer.scopes, scope)});
}

const CreatorAccount* FindAccount(const WorldState& state, const Table<CreatorAccount>& creators,
                                  std::string_view name) {
  if (const CreatorAccount* creator = Find(creators, name)) return creator;
  if (name.starts_with('@')) name.remove_prefix(1);
  const std::string* id = Find(state.names, fmt::format("creator/{}", name));
  return id == nullptr ? nullptr : Find(creators, *id);
}
const AdvertiserAccount* FindAccount(const WorldState&, const Table<AdvertiserAccount>& advertisers,
                                     std::string_view name) {
  return Find(advertisers, name);
}

std::string LabelOf(const CreatorAccount& creator) {
  return fmt::format("{} (@{})", creator.display_name, creator.username);
}
std::string LabelOf(const AdvertiserAccount& advertiser) {
  if (advertiser.company.empty()) return advertiser.name;
  return fmt::format("{} ({})", advertiser.name, advertiser.company);
}

template <class Account>
void AddAccounts(const WorldState& state, const Table<Account>& table, const ConsentAnswer& answer,
                 bool answered, ConsentForm& form) {
  std::set<std::string, std::less<>> chosen;
  for (const std::string& name : answer.accounts) {
    if (const Account* account = FindAccount(state, table, name)) {
      chosen.insert(account->id);
    } else {
      form.problem = fmt::format("There is no account \"{}\" in this world.", name);
    }
  }
  if (!answered && answer.accounts.empty() && table.size() == 1) {
    chosen.insert(table.begin()->first);
  }
  form.accounts_in_all = table.size();
  for (const auto& [id, account] : table) {
    if (form.accounts.size() == kMostListed) break;
    form.accounts.push_back({.id = id, .label = LabelOf(account), .chosen = chosen.erase(id) > 0});
  }
  for (const std::string& id : chosen) {  // those that aren't listed
    form.accounts.push_back({.id = id, .label = LabelOf(*Find(table, id)), .chosen = true});
  }
}

std::string ProblemOf(const ConsentForm& form, const ConsentAnswer& answer, bool answered) {
  if (!form.problem.empty()) return form.problem;
  const size_t accounts = ChosenOf(form.accounts).size();
  if (form.kind == ConsentKind::kCreator && accounts > 1) return "Choose one TikTok account.";
  if (!answered) return "";
  if (answer.decision != "allow" && answer.decision != "deny") return "Choose Allow or Deny.";
  if (accounts == 0) {
    return form.kind == ConsentKind::kCreator ? "Choose a TikTok account."
                                              : "Choose at least one ad account.";
  }
  if (ChosenOf(form.scopes).empty()) return "Leave at least one permission ticked, or deny.";
  return "";
}

}  // namespace

ConsentAnswer ReadConsentAnswer(std::string_view text) {
  ConsentAnswer answer;
  for (auto& [name, value] : ParseQuery(text)) {
    if (name == "decision" && answer.decision.empty()) answer.decision = std::move(value);
    if (name == "account") AddNames(value, answer.accounts);
    if (name == "grant") answer.scopes.push_back(std::move(value));
  }
  return answer;
}

absl::StatusOr<ConsentForm> MakeConsentForm(const WorldState& state, ConsentKind kind,
                                            std::string_view link, const ConsentAnswer& answer,
                                            bool answered) {
  ConsentForm form;
  form.kind = kind;
  form.world = state.id;
  form.allows_itself = state.switches.Flag(kConsentAutoAllow);
  if (kind == ConsentKind::kCreator) {
    SG_ASSIGN_OR_RETURN(form.link, ReadCreatorLink(state, link));
    SG_RETURN_IF_ERROR(CheckScopes(form.link));
    for (const std::string& scope : form.link.scopes) AddScope(scope, form, answer, answered);
    AddAccounts(state, state.creators, answer, answered, form);
  } else {
    SG_ASSIGN_OR_RETURN(form.link, ReadAdvertiserLink(state, link));
    for (const std::string_view scope : AdvertiserScopes()) {
      AddScope(scope, form, answer, answered);
    }
    AddAccounts(state, state.advertisers, answer, answered, form);
  }
  form.problem = ProblemOf(form, answer, answered);
  return form;
}

std::vector<std::string> ChosenOf(const std::vector<Choice>& choices) {
  std::vector<std::string> chosen;
  for (const Choice& choice : choices) {
    if (choice.chosen) chosen.push_back(choice.id);
  }
  return chosen;
}

}  // namespace sparkgate::simulator
