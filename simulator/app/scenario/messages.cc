#include "simulator/app/scenario/messages.h"

#include <cctype>
#include <charconv>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/util/json_util.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;
namespace pb = google::protobuf;

constexpr char kMask[] = "update_mask";

// "ReviewVerdict" → "REVIEW_VERDICT_".
std::string PrefixOf(const pb::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !prefix.empty()) prefix += '_';
    prefix += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return prefix + "_";
}

json::object Canonical(const json::object& fields, const pb::Descriptor& type);

json::value CanonicalOne(const json::value& value, const pb::FieldDescriptor& field) {
  const json::string* text = value.if_string();
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM && text != nullptr) {
    const pb::EnumValueDescriptor* found = FindEnumValue(*field.enum_type(), *text);
    return found == nullptr ? value : json::value(json::string(found->name()));
  }
  if (field.cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) return value;
  if (field.message_type()->full_name() == "google.protobuf.Duration" && text != nullptr) {
    const std::optional<absl::Duration> length = ParseLength(*text);
    if (!length.has_value()) return value;  // protobuf's own form, or its error
    return json::string(fmt::format("{}s", absl::ToInt64Seconds(*length)));
  }
  if (const json::object* object = value.if_object()) {
    return Canonical(*object, *field.message_type());
  }
  return value;
}

json::object Canonical(const json::object& fields, const pb::Descriptor& type) {
  json::object canonical;
  for (const auto& entry : fields) {
    const std::string name(entry.key());
    const pb::FieldDescriptor* field = type.FindFieldByName(name);
    if (field == nullptr || field->is_map()) {
      canonical.emplace(name, entry.value());
    } else if (const json::array* list = entry.value().if_array()) {
      json::array elements;
      for (const json::value& element : *list) elements.push_back(CanonicalOne(element, *field));
      canonical.emplace(name, std::move(elements));
    } else {
      canonical.emplace(name, CanonicalOne(entry.value(), *field));
    }
  }
  return canonical;
}

// The mask as it is written, "a,b" or a list; else everything that the resource is given, but for
// its first field, which names it.
pb::FieldMask MaskOf(const json::object& fields, const pb::Descriptor& type) {
  pb::FieldMask mask;
  if (const json::value* given = fields.if_contains(kMask)) {
    std::string text = given->is_string() ? std::string(given->get_string()) : "";
    if (const json::array* list = given->if_array()) {
      for (const json::value& path : *list) {
        if (path.is_string()) mask.add_paths(std::string(path.get_string()));
      }
    }
    for (size_t comma = text.find(','); !text.empty(); comma = text.find(',')) {
      mask.add_paths(text.substr(0, comma));
      text.erase(0, comma == std::string::npos ? comma : comma + 1);
    }
    return mask;
  }
  for (const auto& entry : fields) {
    const pb::FieldDescriptor* field = type.FindFieldByName(std::string(entry.key()));
    if (field == nullptr || field->message_type() == nullptr || !entry.value().is_object())
      continue;
    for (const auto& part : entry.value().get_object()) {
      const pb::FieldDescriptor* path =
          field->message_type()->FindFieldByName(std::string(part.key()));
      if (path != nullptr && path->number() != 1) mask.add_paths(path->name());
    }
  }
  return mask;
}

}  // namespace

std::optional<absl::Duration> ParseLength(std::string_view text) {
  absl::Duration sum;
  bool any = false;
  while (!text.empty()) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    uint32_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto digits = static_cast<size_t>(stop - text.data());
    if (error != std::errc() || digits == text.size()) return std::nullopt;
    const std::string_view units = "smhd";
    constexpr int64_t kSeconds[] = {1, 60, 3600, 86400};
    const size_t unit = units.find(text[digits]);
    if (unit == std::string_view::npos) return std::nullopt;
    sum += absl::Seconds(number * kSeconds[unit]);
    any = true;
    text.remove_prefix(digits + 1);
  }
  return any ? std::optional(sum) : std::nullopt;
}

const pb::EnumValueDescriptor* FindEnumValue(const pb::EnumDescriptor& type,
                                             std::string_view name) {
  if (const auto* value = type.FindValueByName(std::string(name))) return value;
  return type.FindValueByName(PrefixOf(type) + std::string(name));
}

absl::Status FillMessage(const json::object& fields, pb::Message& message) {
  const pb::Descriptor& type = *message.GetDescriptor();
  json::object canonical = Canonical(fields, type);
  canonical.erase(kMask);
  const auto parsed = pb::util::JsonStringToMessage(json::serialize(canonical), &message);
  if (!parsed.ok()) {
    return InvalidField("with", fmt::format("It isn't a {}: {}", type.name(),
                                            std::string(parsed.message().ToString())));
  }
  const pb::FieldDescriptor* mask = type.FindFieldByName(kMask);
  if (mask != nullptr) {
    message.GetReflection()->MutableMessage(&message, mask)->CopyFrom(MaskOf(fields, type));
  }
  return absl::OkStatus();
}

json::value ToJson(const pb::Message& message) {
  pb::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!pb::util::MessageToJsonString(message, &text, options).ok()) return nullptr;
  return json::parse(text);
}

}  // namespace sparkgate::simulator
