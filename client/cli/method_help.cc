#include "client/cli/method_help.h"

#include <algorithm>

#include <fmt/format.h>

#include "client/cli/docs.h"
#include "client/cli/help.h"
#include "client/cli/mask.h"
#include "client/cli/names.h"
#include "client/cli/references.h"
#include "client/cli/request.h"
#include "client/cli/values.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;

constexpr size_t kLongestName = 34;
constexpr std::string_view kRequestId =
    "Repeating a command with the id that it had does it once only. Made up if it isn't given.";

std::string EnumValues(const google::protobuf::EnumDescriptor* type) {
  std::string values;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    std::string name = Dashed(ShortName(type->value(i)));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    values += (values.empty() ? "" : "|") + name;
  }
  return values;
}

bool IsMask(const Method& method, const FieldPath& path) {
  return path.size() == 1 && path[0] == MaskOf(method.descriptor->input_type());
}

// Of an update one gives what is to change, whatever the thing needed when it was made; and what is
// given makes the mask.
bool IsOfUpdate(const Method& method, const FieldPath& path) {
  const google::protobuf::Descriptor* request = method.descriptor->input_type();
  if (MaskOf(request) == nullptr) return false;
  return IsMask(method, path) || (path.size() > 1 && path[0] == BodyOf(request));
}

std::string Description(const Method& method, const FieldPath& path) {
  const FieldDescriptor* field = path.back();
  if (path.size() == 1 && field->name() == "request_id") return std::string(kRequestId);
  std::string text = CommentOf(field);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    text += fmt::format(" One of {}.", EnumValues(field->enum_type()));
  }
  if (field->is_map()) {
    text += " Can be repeated, key=value each.";
  } else if (field->is_repeated()) {
    text += " Can be repeated.";
  }
  const bool defaulted = path.size() == 1 && !DefaultFor(method, field, "w").empty();
  if (defaulted) text += " Default: of the profile's workspace.";
  if (IsRequired(field) && !defaulted && !IsOfUpdate(method, path)) text += " Required.";
  if (IsMask(method, path)) text += " Default: what the command names.";
  return text;
}

// What a stream of requests, or a request without fields, says about itself.
std::string Note(const Method& method) {
  if (TakesText(method)) {
    return "\nSends a text of any length: --text @FILE, or --text - for standard input. Said again "
           "with\n"
           "the same --request-id, it goes on where it was cut off.\n";
  }
  if (method.descriptor->client_streaming()) {
    return "\nTakes its messages as JSON, one a line, from --json - or --json @FILE.\n";
  }
  return "";
}

}  // namespace

std::string ValueName(const FieldDescriptor* field) {
  if (field->is_map()) return "KEY=VALUE";
  if (IsTimestamp(field->message_type())) return "TIME";
  if (IsDuration(field->message_type())) return "SPAN";
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "";
    case FieldDescriptor::CPPTYPE_ENUM:
      return "VALUE";
    case FieldDescriptor::CPPTYPE_STRING:
      return PatternOf(field).empty() ? "TEXT" : "NAME";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field->message_type()->name() == "FieldMask" ? "PATHS" : "JSON";
    default:
      return "N";
  }
}

std::string TwoColumns(const std::vector<std::pair<std::string, std::string>>& lines) {
  size_t widest = 0;
  for (const auto& [name, text] : lines) {
    if (name.size() <= kLongestName) widest = std::max(widest, name.size());
  }
  const size_t column = widest + 4;
  std::string result;
  for (const auto& [name, text] : lines) {
    const std::string wrapped = Wrap(text, column, kHelpWidth);
    if (name.size() > widest || wrapped.empty()) {
      result += fmt::format("  {}\n{}", name, wrapped);
    } else {
      result += fmt::format("  {:<{}}  {}", name, widest, wrapped.substr(column));
    }
  }
  return result;
}

std::string MethodHelp(const Catalog& catalog, const Noun& noun, const Method& method) {
  const auto in_commands = [&](const std::string& text) {
    return InCommands(catalog, noun.simulator, text);
  };
  std::string usage =
      fmt::format("sparkctl {}{} {}", noun.simulator ? "simulator " : "", noun.name, method.name);
  std::vector<std::pair<std::string, std::string>> arguments;
  const Positionals positionals = PositionalsOf(method);
  const auto add = [&](const FieldPath& path, std::string_view form) {
    const std::string name = Upper(path.back()->name());
    usage += fmt::format(fmt::runtime(form), name);
    arguments.emplace_back(name, in_commands(Description(method, path)));
  };
  if (positionals.first) add(*positionals.first, " [{}]");
  for (const FieldPath& path : positionals.required) add(path, " {}");
  std::vector<std::pair<std::string, std::string>> flags;
  for (const FieldPath& path : SettableFields(method.descriptor->input_type())) {
    const std::string value = ValueName(path.back());
    flags.emplace_back("--" + ShortFlagName(method.descriptor->input_type(), path) +
                           (value.empty() ? "" : " " + value),
                       in_commands(Description(method, path)));
  }
  std::string text =
      fmt::format("{}{}\n\n{}{}", usage, flags.empty() ? "" : " [--FIELD VALUE...]",
                  Wrap(in_commands(CommentOf(method.descriptor)), 0, kHelpWidth), Note(method));
  if (!arguments.empty()) text += "\nArguments:\n" + TwoColumns(arguments);
  if (!flags.empty() && (TakesText(method) || !method.descriptor->client_streaming())) {
    text += "\nFlags:\n" + TwoColumns(flags);
  }
  const google::protobuf::Descriptor* answer = method.descriptor->output_type();
  text += fmt::format("\nAnswers with {}{}: {}\n",
                      method.descriptor->server_streaming() ? "a stream of " : "", answer->name(),
                      in_commands(FirstSentence(CommentOf(answer))));
  return text;
}

}  // namespace sparkgate::cli
