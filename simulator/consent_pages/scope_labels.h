// What the numbers of advertiser scopes are called (facts 2.10). Pure data, thread-safe.
#ifndef SPARKGATE_SIMULATOR_CONSENT_PAGES_SCOPE_LABELS_H_
#define SPARKGATE_SIMULATOR_CONSENT_PAGES_SCOPE_LABELS_H_

#include <string_view>

namespace sparkgate::simulator {

// "" for a scope without a name of its own: a creator's scope speaks for itself.
std::string_view ScopeLabel(std::string_view scope);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONSENT_PAGES_SCOPE_LABELS_H_
