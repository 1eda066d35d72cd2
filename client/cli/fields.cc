#include "client/cli/fields.h"

#include <algorithm>

#include <absl/strings/str_split.h>
#include <google/api/field_behavior.pb.h>
#include <google/api/resource.pb.h>

#include "client/cli/options.h"
#include "client/cli/set_value.h"
#include "client/cli/values.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool HasBehavior(const FieldDescriptor* field, google::api::FieldBehavior wanted) {
  const google::protobuf::FieldOptions& options = field->options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == wanted) return true;
  }
  return false;
}

// A message that flags reach into; the others are written as one value.
bool IsOpen(const FieldDescriptor* field) {
  const Descriptor* type = field->message_type();
  return type != nullptr && !field->is_map() && !IsTimestamp(type) && !IsDuration(type) &&
         type->full_name() != "google.protobuf.FieldMask" &&
         type->file()->package() != "google.rpc";
}

void Collect(const Descriptor* type, FieldPath& path, std::vector<FieldPath>& out) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (IsOutputOnly(field)) continue;
    path.push_back(field);
    if (IsOpen(field) && path.size() < 4) {
      Collect(field->message_type(), path, out);
    } else {
      out.push_back(path);
    }
    path.pop_back();
  }
}

absl::StatusOr<FieldPath> Walk(const Descriptor* type, const std::vector<std::string>& names) {
  FieldPath path;
  for (const std::string& name : names) {
    const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(name);
    if (field == nullptr) return absl::NotFoundError(name);
    path.push_back(field);
    type = IsOpen(field) ? field->message_type() : nullptr;
  }
  return path;
}

}  // namespace

std::string Dotted(const FieldPath& path) {
  std::string result;
  for (const FieldDescriptor* field : path) {
    result += (result.empty() ? "" : ".") + field->name();
  }
  return result;
}

std::string FlagName(const FieldPath& path) { return Dashed(Dotted(path)); }

std::string ShortFlagName(const Descriptor* request, const FieldPath& path) {
  if (path.size() < 2 || path[0] != BodyOf(request)) return FlagName(path);
  const std::string name = FlagName({path.begin() + 1, path.end()});
  const auto found = FindField(request, name);
  const bool enough = FindOption(name) == nullptr && found.ok() && *found == path;
  return enough ? name : FlagName(path);
}

const FieldDescriptor* BodyOf(const Descriptor* request) {
  const FieldDescriptor* body = nullptr;
  for (int i = 0; i < request->field_count(); ++i) {
    const FieldDescriptor* field = request->field(i);
    if (field->is_repeated() || !IsOpen(field)) continue;
    const bool wrapped =
        IsRequired(field) || field->message_type()->options().HasExtension(google::api::resource);
    if (!wrapped) continue;
    if (body != nullptr) return nullptr;  // two: then neither goes without saying
    body = field;
  }
  return body;
}

bool IsRequired(const FieldDescriptor* field) { return HasBehavior(field, google::api::REQUIRED); }

bool IsOutputOnly(const FieldDescriptor* field) {
  return HasBehavior(field, google::api::OUTPUT_ONLY);
}

bool IsFixed(const Descriptor* request, const FieldPath& path) {
  return request->FindFieldByName("update_mask") != nullptr &&
         std::any_of(path.begin(), path.end(), [](const FieldDescriptor* field) {
           return HasBehavior(field, google::api::IMMUTABLE);
         });
}

std::vector<FieldPath> SettableFields(const Descriptor* request) {
  std::vector<FieldPath> result;
  FieldPath path;
  Collect(request, path, result);
  std::erase_if(result, [request](const FieldPath& found) { return IsFixed(request, found); });
  return result;
}

absl::StatusOr<FieldPath> FindField(const Descriptor* request, std::string_view flag) {
  std::vector<std::string> names = absl::StrSplit(Snake(flag), '.');
  absl::StatusOr<FieldPath> path = Walk(request, names);
  if (path.ok()) return path;
  if (const FieldDescriptor* body = BodyOf(request); body != nullptr) {
    names.insert(names.begin(), body->name());
    path = Walk(request, names);
  }
  return path;
}

absl::Status SetField(Message& message, const FieldPath& path, std::string_view text) {
  Message* at = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const Reflection* reflection = at->GetReflection();
    if (!path[i]->is_repeated()) {
      at = reflection->MutableMessage(at, path[i]);
      continue;
    }
    const int size = reflection->FieldSize(*at, path[i]);
    Message* last = size == 0 ? nullptr : reflection->MutableRepeatedMessage(at, path[i], size - 1);
    const FieldDescriptor* next = path[i + 1];
    const bool taken =
        last != nullptr && !next->is_repeated() && last->GetReflection()->HasField(*last, next);
    at = last == nullptr || taken ? reflection->AddMessage(at, path[i]) : last;
  }
  return SetValue(*at, path.back(), text);
}

}  // namespace sparkgate::cli
