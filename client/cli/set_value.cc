#include "client/cli/set_value.h"

#include <charconv>
#include <string>

#include <absl/status/statusor.h>
#include <absl/strings/str_split.h>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "client/cli/values.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <class Number>
absl::StatusOr<Number> ParseNumber(std::string_view text) {
  Number number{};
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) {
    return absl::InvalidArgumentError(fmt::format("{} is out of range", text));
  }
  if (error != std::errc() || end != text.data() + text.size()) {
    return absl::InvalidArgumentError(fmt::format("'{}' is no number", text));
  }
  return number;
}

absl::StatusOr<bool> ParseBool(std::string_view text) {
  const std::string upper = Upper(text);
  if (upper == "TRUE" || upper == "YES" || upper == "1") return true;
  if (upper == "FALSE" || upper == "NO" || upper == "0") return false;
  return absl::InvalidArgumentError(fmt::format("'{}' is neither true nor false", text));
}

// `set` stores a parsed value, or isn't called.
template <class Value, class Set>
absl::Status Store(absl::StatusOr<Value> value, Set set) {
  if (!value.ok()) return value.status();
  set(*value);
  return absl::OkStatus();
}

#define SG_STORE(Type, value)                                              \
  Store(value, [&](const auto& parsed) {                                   \
    field->is_repeated() ? reflection->Add##Type(&message, field, parsed)  \
                         : reflection->Set##Type(&message, field, parsed); \
  })

absl::Status SetMask(Message& mask, std::string_view text) {
  const FieldDescriptor* paths = mask.GetDescriptor()->FindFieldByName("paths");
  for (const auto& path : absl::StrSplit(std::string(text), ',', absl::SkipWhitespace())) {
    mask.GetReflection()->AddString(&mask, paths, Snake(std::string(path)));
  }
  return absl::OkStatus();
}

absl::Status SetMessage(Message& message, std::string_view text) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  if (IsTimestamp(type)) {
    return Store(ParseInstant(text), [&](absl::Time time) { SetTime(message, time); });
  }
  if (IsDuration(type)) {
    return Store(ParseSpan(text), [&](absl::Duration span) { SetSpan(message, span); });
  }
  if (type->full_name() == "google.protobuf.FieldMask") return SetMask(message, text);
  const google::protobuf::util::Status status =
      google::protobuf::util::JsonStringToMessage(std::string(text), &message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError("needs JSON, or flags that go further, like --x.y");
}

absl::Status AddToMap(Message& message, const FieldDescriptor* field, std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) return absl::InvalidArgumentError("needs key=value");
  Message* entry = message.GetReflection()->AddMessage(&message, field);
  const google::protobuf::Descriptor* type = entry->GetDescriptor();
  if (absl::Status status = SetValue(*entry, type->map_key(), text.substr(0, equals));
      !status.ok()) {
    return status;
  }
  return SetValue(*entry, type->map_value(), text.substr(equals + 1));
}

}  // namespace

absl::Status SetValue(Message& message, const FieldDescriptor* field, std::string_view text) {
  const Reflection* reflection = message.GetReflection();
  if (field->is_map()) return AddToMap(message, field, text);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return SG_STORE(Int32, ParseNumber<int32_t>(text));
    case FieldDescriptor::CPPTYPE_INT64:
      return SG_STORE(Int64, ParseNumber<int64_t>(text));
    case FieldDescriptor::CPPTYPE_UINT32:
      return SG_STORE(UInt32, ParseNumber<uint32_t>(text));
    case FieldDescriptor::CPPTYPE_UINT64:
      return SG_STORE(UInt64, ParseNumber<uint64_t>(text));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return SG_STORE(Double, ParseNumber<double>(text));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return SG_STORE(Float, ParseNumber<float>(text));
    case FieldDescriptor::CPPTYPE_BOOL:
      return SG_STORE(Bool, ParseBool(text));
    case FieldDescriptor::CPPTYPE_ENUM:
      return SG_STORE(Enum, ParseEnum(field->enum_type(), text));
    case FieldDescriptor::CPPTYPE_STRING:
      return SG_STORE(String, absl::StatusOr<std::string>(std::string(text)));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return SetMessage(field->is_repeated() ? *reflection->AddMessage(&message, field)
                                         : *reflection->MutableMessage(&message, field),
                    text);
}

}  // namespace sparkgate::cli
