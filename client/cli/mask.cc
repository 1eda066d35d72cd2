#include "client/cli/mask.h"

#include <algorithm>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

namespace sparkgate::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Struct;

constexpr int kName = 1;  // the field that every resource has first

// JSON has a field's own name or its camel-case one.
const FieldDescriptor* FieldOf(const Descriptor* type, const std::string& key) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->name() == key || field->json_name() == key) return field;
  }
  return nullptr;
}

void Collect(const FieldDescriptor* field, const std::string& path,
             const google::protobuf::Value& value, std::vector<std::string>& out) {
  const Struct& parts = value.struct_value();
  if (parts.fields().empty() || (field->is_repeated() && !field->is_map())) {
    out.push_back(path);
    return;
  }
  for (const auto& [key, part] : parts.fields()) {
    if (field->is_map()) {
      out.push_back(path + "." + key);
    } else if (const FieldDescriptor* below = FieldOf(field->message_type(), key)) {
      Collect(below, path + "." + below->name(), part, out);
    }
  }
}

}  // namespace

const FieldDescriptor* MaskOf(const Descriptor* request) {
  const FieldDescriptor* mask = request->FindFieldByName("update_mask");
  return mask != nullptr && BodyOf(request) != nullptr ? mask : nullptr;
}

std::vector<std::string> PathsInJson(const Descriptor* request, std::string_view json) {
  // A message can't tell a zero that was written from one that wasn't; a Struct can.
  Struct all;
  std::vector<std::string> paths;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json), &all).ok()) return paths;
  const FieldDescriptor* body = BodyOf(request);
  for (const auto& [key, value] : all.fields()) {
    if (FieldOf(request, key) != body) continue;
    for (const auto& [name, part] : value.struct_value().fields()) {
      const FieldDescriptor* field = FieldOf(body->message_type(), name);
      if (field != nullptr && field->number() != kName) Collect(field, field->name(), part, paths);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string PathOfFlag(const Descriptor* request, const FieldPath& flag, std::string_view text) {
  if (flag.size() < 2 || flag[0] != BodyOf(request) || flag[1]->number() == kName) return "";
  const auto list = std::find_if(flag.begin() + 1, flag.end(),
                                 [](const FieldDescriptor* field) { return field->is_repeated(); });
  std::string path = Dotted({flag.begin() + 1, list == flag.end() ? list : list + 1});
  if (flag.back()->is_map()) path.append(".").append(text.substr(0, text.find('=')));
  return path;
}

}  // namespace sparkgate::cli
