#include "client/cli/render/format.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include <absl/strings/escaping.h>
#include <fmt/format.h>
#include <google/rpc/status.pb.h>

#include "client/cli/names.h"
#include "client/cli/values.h"
#include "client/cpp/error.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::string_view kMicros = "_micros";

bool IsMoney(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 && field->name().ends_with(kMicros);
}

bool IsStatus(const google::protobuf::Descriptor* type) {
  return type != nullptr && type->full_name() == "google.rpc.Status";
}

// 12345678 millionths: "12.345678"; two decimals at least.
std::string FormatMoney(int64_t micros) {
  const uint64_t size =
      micros < 0 ? 0 - static_cast<uint64_t>(micros) : static_cast<uint64_t>(micros);
  std::string fraction = fmt::format("{:06}", size % 1'000'000);
  while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
  return fmt::format("{}{}.{}", micros < 0 ? "-" : "", size / 1'000'000, fraction);
}

// With what the message knows besides: that there is no end to it, or in which currency it is.
std::string FormatMoneyOf(const Message& message, const FieldDescriptor* field, int64_t micros) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  const FieldDescriptor* mode = type->FindFieldByName("budget_mode");
  if (field->name() == "budget_micros" && mode != nullptr && mode->enum_type() != nullptr &&
      ShortName(message.GetReflection()->GetEnum(message, mode)) == "INFINITE") {
    return "infinite";
  }
  const FieldDescriptor* currency = type->FindFieldByName("currency");
  if (currency == nullptr || currency->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return FormatMoney(micros);
  }
  const std::string unit = message.GetReflection()->GetString(message, currency);
  return unit.empty() ? FormatMoney(micros) : FormatMoney(micros) + " " + Printable(unit);
}

std::string FormatStatus(const Message& message) {
  google::rpc::Status status;
  if (!status.ParseFromString(message.SerializeAsString())) return "?";
  if (status.code() == 0 && status.message().empty()) return "";
  return fmt::format("{}: {}", client::DetailsOf(status).reason, Printable(status.message()));
}

std::string FormatMessage(const Message& message) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  if (IsTimestamp(type)) return FormatInstant(TimeOf(message));
  if (IsDuration(type)) return FormatSpan(SpanOf(message));
  if (IsStatus(type)) return FormatStatus(message);
  return Printable(message.ShortDebugString());
}

// SG_GET(Int32): the field's value, or its element `i` when it is repeated.
#define SG_GET(Type)                                                       \
  (field->is_repeated() ? reflection->GetRepeated##Type(message, field, i) \
                        : reflection->Get##Type(message, field))

std::string FormatElement(const Message& message, const FieldDescriptor* field, int i,
                          std::string_view workspace) {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return fmt::format("{}", SG_GET(Int32));
    case FieldDescriptor::CPPTYPE_INT64:
      return IsMoney(field) ? FormatMoneyOf(message, field, SG_GET(Int64))
                            : fmt::format("{}", SG_GET(Int64));
    case FieldDescriptor::CPPTYPE_UINT32:
      return fmt::format("{}", SG_GET(UInt32));
    case FieldDescriptor::CPPTYPE_UINT64:
      return fmt::format("{}", SG_GET(UInt64));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return fmt::format("{}", SG_GET(Double));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return fmt::format("{}", SG_GET(Float));
    case FieldDescriptor::CPPTYPE_BOOL:
      return SG_GET(Bool) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = SG_GET(Enum);
      return value->number() == 0 ? "" : ShortName(value);
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = SG_GET(String);
      if (field->type() == FieldDescriptor::TYPE_BYTES) return absl::Base64Escape(text);
      return Printable(ShortenName(text, workspace));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FormatMessage(SG_GET(Message));
  }
  return "";
}

std::string FormatMapEntry(const Message& entry, std::string_view workspace) {
  const google::protobuf::Descriptor* type = entry.GetDescriptor();
  return FormatElement(entry, type->map_key(), 0, workspace) + "=" +
         FormatElement(entry, type->map_value(), 0, workspace);
}

}  // namespace

bool IsPlain(const FieldDescriptor* field) {
  const google::protobuf::Descriptor* type = field->message_type();
  return type == nullptr || field->is_map() || IsTimestamp(type) || IsDuration(type) ||
         IsStatus(type) || type->full_name() == "google.protobuf.FieldMask";
}

std::string FormatField(const Message& message, const FieldDescriptor* field,
                        std::string_view workspace) {
  const Reflection* reflection = message.GetReflection();
  if (!field->is_repeated()) {
    if (field->has_presence() && !reflection->HasField(message, field)) return "";
    return FormatElement(message, field, 0, workspace);
  }
  std::vector<std::string> parts;
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    parts.push_back(
        field->is_map()
            ? FormatMapEntry(reflection->GetRepeatedMessage(message, field, i), workspace)
            : FormatElement(message, field, i, workspace));
  }
  if (field->is_map()) std::sort(parts.begin(), parts.end());  // maps have no order of their own
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string Label(const FieldDescriptor* field) {
  std::string label = field->name();
  if (IsMoney(field)) label.resize(label.size() - kMicros.size());
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

}  // namespace sparkgate::cli
