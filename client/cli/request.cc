#include "client/cli/request.h"

#include <algorithm>
#include <utility>

#include <absl/strings/numbers.h>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "client/cli/mask.h"
#include "client/cli/names.h"
#include "client/cli/words.h"
#include "client/cpp/connection.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Names that stand for the workspace itself are filled in where that can't do harm.
bool MayDefault(const Method& method, const FieldDescriptor* field) {
  if (!IsRequired(field) && field->number() != 1) return false;
  if (field->name() != "name") return true;
  for (const char* verb : {"get-", "update-", "diagnose-"}) {
    if (method.long_name.starts_with(verb)) return true;
  }
  return false;
}

absl::Status Named(const FieldPath& path, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::InvalidArgumentError(fmt::format("--{}: {}", FlagName(path), MessageOf(status)));
}

class Builder {
 public:
  Builder(const Catalog& catalog, const Arguments& arguments, std::string_view workspace,
          const ReadSource& read)
      : arguments_(arguments),
        method_(*arguments.method),
        workspace_(workspace),
        read_(read),
        request_(catalog.NewMessage(method_.descriptor->input_type())) {}

  absl::StatusOr<std::unique_ptr<Message>> Build() {
    if (absl::Status status = ReadJson(); !status.ok()) return status;
    if (absl::Status status = SetPositionals(); !status.ok()) return status;
    for (const auto& [path, text] : arguments_.flags) {
      if (absl::Status status = CheckOneof(path); !status.ok()) return status;
      if (absl::Status status = Set(path, text); !status.ok()) return status;
    }
    FillMask();
    FillDefaults();
    if (absl::Status status = CheckGiven(); !status.ok()) return status;
    return std::move(request_);
  }

 private:
  absl::Status ReadJson() {
    if (arguments_.options.json.empty() || method_.descriptor->client_streaming()) {
      return absl::OkStatus();
    }
    absl::StatusOr<std::string> text = read_(arguments_.options.json);
    if (!text.ok()) return text.status();
    json_ = *std::move(text);
    const auto status = google::protobuf::util::JsonStringToMessage(json_, request_.get());
    if (status.ok()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        fmt::format("--json: {}", std::string(status.message().data(), status.message().size())));
  }

  absl::Status SetPositionals() {
    Positionals takes = PositionalsOf(method_);
    std::vector<FieldPath>& fields = takes.required;
    const std::vector<std::string>& given = arguments_.positionals;
    if (takes.first && given.size() > fields.size()) fields.insert(fields.begin(), *takes.first);
    if (given.size() > fields.size()) {
      // Not shown: it may be a code.
      return absl::InvalidArgumentError(
          fmt::format("argument {} is one argument too many{}", fields.size() + 1,
                      fields.empty() ? ": this command takes flags only" : ""));
    }
    for (size_t i = 0; i < given.size(); ++i) {
      if (absl::Status status = Set(fields[i], given[i]); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status CheckOneof(const FieldPath& path) {
    const google::protobuf::OneofDescriptor* oneof = path[0]->real_containing_oneof();
    if (oneof == nullptr) return absl::OkStatus();
    const FieldDescriptor* set = reflection().GetOneofFieldDescriptor(*request_, oneof);
    if (set == nullptr || set == path[0]) return absl::OkStatus();
    return absl::InvalidArgumentError(
        fmt::format("--{} and --{} exclude each other", FlagName({set}), FlagName({path[0]})));
  }

  absl::Status Set(const FieldPath& path, const std::string& text) {
    const FieldDescriptor* field = path.back();
    const bool readable = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
                          field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!readable) return Named(path, SetField(*request_, path, text));
    const absl::StatusOr<std::string> value = read_(text);
    if (!value.ok()) return Named(path, value.status());
    return Named(path, SetField(*request_, path, ExpandName(field, *value, workspace_)));
  }

  void FillMask() {
    const Descriptor* type = request_->GetDescriptor();
    const FieldDescriptor* mask_field = MaskOf(type);
    if (mask_field == nullptr || reflection().HasField(*request_, mask_field)) return;
    std::vector<std::string> paths = PathsInJson(type, json_);
    for (const auto& [path, text] : arguments_.flags) {
      const std::string named = PathOfFlag(type, path, text);
      const bool known = std::find(paths.begin(), paths.end(), named) != paths.end();
      if (!named.empty() && !known) paths.push_back(named);
    }
    if (paths.empty()) return;
    Message* mask = reflection().MutableMessage(request_.get(), mask_field);
    for (const std::string& path : paths) {
      mask->GetReflection()->AddString(mask, mask->GetDescriptor()->FindFieldByName("paths"), path);
    }
  }

  void FillDefaults() {
    const Descriptor* type = request_->GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      SetIfEmpty(*request_, type->field(i), DefaultFor(method_, type->field(i), workspace_));
    }
    if (MaskOf(type) != nullptr) {
      Message* body = reflection().MutableMessage(request_.get(), BodyOf(type));
      const FieldDescriptor* name = body->GetDescriptor()->FindFieldByNumber(1);
      SetIfEmpty(*body, name, DefaultFor(method_, name, workspace_));
    }
    if (const FieldDescriptor* id = type->FindFieldByName("request_id"); id != nullptr) {
      SetIfEmpty(*request_, id, client::NewId());
    }
  }

  // The server would refuse it too, but in words of the API.
  absl::Status CheckGiven() const {
    if (method_.descriptor->client_streaming() &&
        !(TakesText(method_) && arguments_.options.json.empty())) {
      return absl::OkStatus();
    }
    const Positionals takes = PositionalsOf(method_);
    for (const FieldPath& path : takes.required) {
      if (!TextAt(path).empty()) continue;
      return absl::InvalidArgumentError(
          fmt::format("{} is missing; --help explains", Upper(path.back()->name())));
    }
    const Descriptor* type = request_->GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      const bool defaults = !DefaultFor(method_, field, "w").empty();
      if (!defaults || !IsRequired(field) || !TextAt({field}).empty()) continue;
      return absl::InvalidArgumentError(
          "no workspace is known: name one with --workspace, or a profile with --profile or "
          "SPARKGATE_PROFILE");
    }
    return CheckChanges();
  }

  // An update that names nothing would be refused for its update_mask, which nobody types.
  absl::Status CheckChanges() const {
    const Descriptor* type = request_->GetDescriptor();
    const FieldDescriptor* mask = MaskOf(type);
    if (mask == nullptr || !IsRequired(mask) || reflection().HasField(*request_, mask)) {
      return absl::OkStatus();
    }
    std::string flags;
    for (const FieldPath& path : SettableFields(type)) {
      if (PathOfFlag(type, path, "").empty()) continue;
      flags += (flags.empty() ? "--" : ", --") + ShortFlagName(type, path);
    }
    return absl::InvalidArgumentError("nothing to change: give at least one of " + flags);
  }

  std::string TextAt(const FieldPath& path) const {
    const Message* at = request_.get();
    for (size_t i = 0; i + 1 < path.size(); ++i) {
      at = &at->GetReflection()->GetMessage(*at, path[i]);
    }
    return at->GetReflection()->GetString(*at, path.back());
  }

  static void SetIfEmpty(Message& message, const FieldDescriptor* field, const std::string& value) {
    if (value.empty() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return;
    if (field->is_repeated() || message.GetReflection()->HasField(message, field)) return;
    message.GetReflection()->SetString(&message, field, value);
  }

  const Reflection& reflection() const { return *request_->GetReflection(); }

  const Arguments& arguments_;
  const Method& method_;
  const std::string workspace_;
  const ReadSource& read_;
  std::string json_;  // as it was given
  std::unique_ptr<Message> request_;
};

}  // namespace

std::string DefaultFor(const Method& method, const FieldDescriptor* field,
                       std::string_view workspace) {
  return MayDefault(method, field) ? DefaultName(field, workspace) : "";
}

bool TakesText(const Method& method) {
  const Descriptor* request = method.descriptor->input_type();
  for (const char* field : {"text", "offset", "last"}) {
    if (request->FindFieldByName(field) == nullptr) return false;
  }
  return method.descriptor->client_streaming();
}

Positionals PositionalsOf(const Method& method) {
  const Descriptor* request = method.descriptor->input_type();
  Positionals result;
  if (MaskOf(request) != nullptr) {
    const FieldDescriptor* body = BodyOf(request);
    const FieldDescriptor* name = body->message_type()->FindFieldByNumber(1);
    const FieldPath path = {body, name};
    if (DefaultFor(method, name, "w").empty()) {
      result.required = {path};
    } else {
      result.first = path;
    }
    return result;
  }
  for (int i = 0; i < request->field_count(); ++i) {
    const FieldDescriptor* field = request->field(i);
    const bool is_text = field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated();
    if (!is_text) continue;
    const bool defaults = !DefaultFor(method, field, "w").empty();
    if (defaults && field->number() == 1 && field->name() != "parent") result.first = {field};
    if (IsRequired(field) && !defaults) result.required.push_back({field});
  }
  return result;
}

absl::StatusOr<std::unique_ptr<Message>> BuildRequest(const Catalog& catalog,
                                                      const Arguments& arguments,
                                                      std::string_view workspace,
                                                      const ReadSource& read) {
  return Builder(catalog, arguments, workspace, read).Build();
}

std::string WordFor(const Method& method, const std::string& field) {
  const Descriptor* request = method.descriptor->input_type();
  // "items[1].code" is the second --items.code.
  const size_t open = field.find('[');
  const size_t close = field.find(']');
  if (open != std::string::npos && close != std::string::npos && open < close) {
    const std::string word = WordFor(method, field.substr(0, open) + field.substr(close + 1));
    size_t index = 0;
    if (word.empty() || !absl::SimpleAtoi(field.substr(open + 1, close - open - 1), &index)) {
      return word;
    }
    return fmt::format("{} number {}", word, index + 1);
  }
  const absl::StatusOr<FieldPath> path = FindField(request, field);
  if (!path.ok()) return "";
  const Positionals takes = PositionalsOf(method);
  const bool positional =
      std::find(takes.required.begin(), takes.required.end(), *path) != takes.required.end();
  if (positional) return Upper(path->back()->name());
  const std::vector<FieldPath> flags = SettableFields(request);
  if (std::find(flags.begin(), flags.end(), *path) == flags.end()) return "";
  return "--" + ShortFlagName(request, *path);
}

std::string RequestIdOf(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

}  // namespace sparkgate::cli
