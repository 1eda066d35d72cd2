#include "simulator/world/persistence/secrets.h"

#include <utility>

#include "base/crypto/hash.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

std::string HashShown(std::string_view secret) {
  return "secret:" + ToHex(Sha256(secret)).substr(0, 8);
}

// A receiver's address carries a token of the receiver's own.
bool IsSecretField(std::string_view field) { return field == "callback_url"; }

json::value TextOf(const std::string& text) { return json::value(json::string_view(text)); }

}  // namespace

void Secrets::Learn(const WorldState& state) {
  for (const auto& [id, app] : state.apps) known_.insert(app.secret);
  for (const auto& [value, code] : state.codes) known_.insert(value);
  for (const auto& [value, code] : state.oauth_codes) known_.insert(value);
  for (const auto& [value, token] : state.tokens) known_.insert(value);
  for (const auto& [value, token] : state.creator_tokens) known_.insert(value);
  for (const auto& [value, open_id] : state.refresh_tokens) known_.insert(value);
  // Those that are over are in no table any more, but here.
  for (const auto& [open_id, grant] : state.grants) {
    known_.insert(grant.refresh_token);
    known_.insert(grant.access_tokens.begin(), grant.access_tokens.end());
  }
  for (const auto& [id, subscription] : state.subscriptions) known_.insert(subscription.token);
  known_.erase("");
}

std::string Secrets::Masked(std::string_view text) const {
  return known_.contains(text) ? HashShown(text) : std::string(text);
}

json::value Secrets::Masked(std::string_view field, const json::value& value) const {
  if (const json::string* text = value.if_string()) {
    const std::string_view plain(text->data(), text->size());
    return TextOf(IsSecretField(field) ? HashShown(plain) : Masked(plain));
  }
  if (const json::array* list = value.if_array()) {
    json::array masked;
    for (const json::value& item : *list) masked.push_back(Masked(field, item));
    return masked;
  }
  if (const json::object* object = value.if_object()) {
    json::object masked;
    for (const auto& [key, item] : *object) {
      masked.emplace(Masked(std::string_view(key)), Masked(std::string_view(key), item));
    }
    return masked;
  }
  return value;
}

}  // namespace sparkgate::simulator
