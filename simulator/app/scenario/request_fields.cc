#include "simulator/app/scenario/request_fields.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "simulator/app/scenario/messages.h"

namespace sparkgate::simulator {
namespace {

namespace pb = google::protobuf;

std::string FieldNames(const pb::Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string ValueNames(const pb::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
  return fmt::format("{}", fmt::join(names, ", "));
}

absl::Status CheckValue(const YamlReader& reader, const YAML::Node& node,
                        const pb::FieldDescriptor& field) {
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM && node.IsScalar() &&
      node.Scalar().find('$') == std::string::npos &&
      FindEnumValue(*field.enum_type(), node.Scalar()) == nullptr) {
    return reader.Wrong(
        node, fmt::format("\"{}\" is no {}; one is: {}.", node.Scalar(), field.enum_type()->name(),
                          ValueNames(*field.enum_type())));
  }
  const bool ours = field.message_type() != nullptr &&
                    !field.message_type()->full_name().starts_with("google.protobuf.");
  return ours && node.IsMap() ? CheckFields(reader, node, *field.message_type()) : absl::OkStatus();
}

}  // namespace

absl::Status CheckFields(const YamlReader& reader, const YAML::Node& node,
                         const pb::Descriptor& type) {
  if (!node.IsMap()) return reader.Wrong(node, fmt::format("{} has fields.", type.name()));
  for (const auto& entry : node) {
    SG_ASSIGN_OR_RETURN(const std::string key, reader.Text(entry.first, "A field's name"));
    const pb::FieldDescriptor* field = type.FindFieldByName(key);
    if (field == nullptr) {
      return reader.Wrong(entry.first, fmt::format("\"{}\" is no field of {}; it has: {}.", key,
                                                   type.name(), FieldNames(type)));
    }
    if (field->is_map()) continue;
    if (!entry.second.IsSequence()) {
      SG_RETURN_IF_ERROR(CheckValue(reader, entry.second, *field));
      continue;
    }
    for (const YAML::Node& element : entry.second) {
      SG_RETURN_IF_ERROR(CheckValue(reader, element, *field));
    }
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
