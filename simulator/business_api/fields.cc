#include "simulator/business_api/fields.h"

#include <string_view>

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kExcludable[] = {"NULL_FIELD"};

}  // namespace

FieldChoice ReadFieldChoice(ArgumentReader& in) {
  FieldChoice choice;
  choice.fields = in.OptionalStrings("fields");
  choice.drop_nulls = !in.OptionalListOf("exclude_field_types_in_response", kExcludable).empty();
  return choice;
}

void FieldChoice::Apply(boost::json::object& object) const {
  if (fields.empty() && !drop_nulls) return;
  boost::json::object kept(object.storage());
  for (boost::json::key_value_pair& member : object) {
    if (drop_nulls && member.value().is_null()) continue;
    if (!Wants(member.key())) continue;
    kept.emplace(member.key(), std::move(member.value()));
  }
  object = std::move(kept);
}

}  // namespace sparkgate::simulator
