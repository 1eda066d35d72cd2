#include "client/cli/render/select.h"

#include <algorithm>

#include <absl/strings/ascii.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>
#include <fmt/format.h>
#include <google/protobuf/text_format.h>

#include "client/cli/render/json.h"
#include "client/cli/render/message.h"
#include "client/cli/values.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Parts = std::vector<std::string>;

const FieldDescriptor* FindByName(const Descriptor* type, const std::string& name) {
  const FieldDescriptor* field = type->FindFieldByName(Snake(name));
  return field != nullptr ? field : type->FindFieldByCamelcaseName(name);
}

bool IsIndex(const std::string& part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), absl::ascii_isdigit);
}

// A page's items go without saying.
Parts PartsOf(const Descriptor* type, std::string_view selector) {
  Parts parts = absl::StrSplit(std::string(selector), '.');
  const FieldDescriptor* items = PageItems(type);
  if (items != nullptr && FindByName(type, parts[0]) == nullptr) {
    parts.insert(parts.begin(), items->name());
  }
  return parts;
}

std::string Text(const Message& message) {
  const Descriptor* type = message.GetDescriptor();
  if (IsTimestamp(type))
    return absl::FormatTime(absl::RFC3339_full, TimeOf(message), absl::UTCTimeZone());
  if (IsDuration(type)) return absl::FormatDuration(SpanOf(message));
  std::string json = ToJson(message, false);
  json.pop_back();
  return json;
}

std::string Scalar(const Message& message, const FieldDescriptor* field, int i) {
  const auto* reflection = message.GetReflection();
  const bool repeated = field->is_repeated();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return ShortName(repeated ? reflection->GetRepeatedEnum(message, field, i)
                              : reflection->GetEnum(message, field));
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return repeated ? reflection->GetRepeatedString(message, field, i)
                    : reflection->GetString(message, field);
  }
  std::string text;
  google::protobuf::TextFormat::PrintFieldValueToString(message, field, repeated ? i : -1, &text);
  return text;
}

void Collect(const Message& message, Parts::const_iterator at, Parts::const_iterator end,
             std::string& out);

void CollectElement(const Message& message, const FieldDescriptor* field, int i,
                    Parts::const_iterator at, Parts::const_iterator end, std::string& out) {
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    out += Scalar(message, field, i) + "\n";
    return;
  }
  const auto* reflection = message.GetReflection();
  Collect(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                               : reflection->GetMessage(message, field),
          at, end, out);
}

// `at` stands at the part after the field.
void CollectRepeated(const Message& message, const FieldDescriptor* field, Parts::const_iterator at,
                     Parts::const_iterator end, std::string& out) {
  const int size = message.GetReflection()->FieldSize(message, field);
  if (field->is_map() && at != end) {
    for (int i = 0; i < size; ++i) {
      const Message& entry = message.GetReflection()->GetRepeatedMessage(message, field, i);
      if (Scalar(entry, entry.GetDescriptor()->map_key(), 0) != *at) continue;
      CollectElement(entry, entry.GetDescriptor()->map_value(), 0, at + 1, end, out);
    }
    return;
  }
  if (at != end && IsIndex(*at)) {
    int index = 0;
    if (absl::SimpleAtoi(*at, &index) && index < size) {
      CollectElement(message, field, index, at + 1, end, out);
    }
    return;
  }
  for (int i = 0; i < size; ++i) CollectElement(message, field, i, at, end, out);
}

void Collect(const Message& message, Parts::const_iterator at, Parts::const_iterator end,
             std::string& out) {
  if (at == end) {
    out += Text(message) + "\n";
    return;
  }
  const FieldDescriptor* field = FindByName(message.GetDescriptor(), *at);
  if (field == nullptr) return;
  if (field->is_repeated()) return CollectRepeated(message, field, at + 1, end, out);
  if (field->has_presence() && !message.GetReflection()->HasField(message, field)) return;
  CollectElement(message, field, 0, at + 1, end, out);
}

}  // namespace

absl::Status CheckSelector(const Descriptor* type, std::string_view selector) {
  const Descriptor* at = type;
  bool in_map = false;
  for (const std::string& part : PartsOf(type, selector)) {
    if (in_map || (IsIndex(part) && at != type)) {
      in_map = false;
      continue;
    }
    const FieldDescriptor* field = at == nullptr ? nullptr : FindByName(at, part);
    if (field == nullptr) {
      std::string known;
      for (int i = 0; at != nullptr && i < at->field_count(); ++i) {
        known += (i == 0 ? "; there is: " : ", ") + at->field(i)->name();
      }
      return absl::InvalidArgumentError(
          fmt::format("--get {}: the answer has no '{}' there{}", selector, part, known));
    }
    in_map = field->is_map();
    at = in_map ? field->message_type()->map_value()->message_type() : field->message_type();
  }
  return absl::OkStatus();
}

bool SelectsList(const Descriptor* type, std::string_view selector) {
  const Parts parts = PartsOf(type, selector);
  for (size_t i = 0; i < parts.size() && type != nullptr; ++i) {
    const FieldDescriptor* field = FindByName(type, parts[i]);
    if (field == nullptr) continue;  // an index
    if (field->is_repeated() && (i + 1 == parts.size() || !IsIndex(parts[i + 1]))) return true;
    type = field->message_type();
  }
  return false;
}

std::string Select(const Message& message, std::string_view selector) {
  const Parts parts = PartsOf(message.GetDescriptor(), selector);
  std::string out;
  Collect(message, parts.begin(), parts.end(), out);
  return out;
}

std::string NameSelector(const Descriptor* type) {
  // Of a page, a selector begins at its items.
  if (const FieldDescriptor* items = PageItems(type)) return NameSelector(items->message_type());
  if (type->FindFieldByName("name") != nullptr) return "name";
  for (int i = 0; i < type->field_count(); ++i) {
    const Descriptor* inner = type->field(i)->message_type();
    if (inner != nullptr && inner->FindFieldByName("name") != nullptr) {
      return type->field(i)->name() + ".name";
    }
  }
  return "";
}

std::string SelectName(const Message& message) {
  const std::string selector = NameSelector(message.GetDescriptor());
  return selector.empty() ? "" : Select(message, selector);
}

}  // namespace sparkgate::cli
