#include "client/cli/arguments.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;

// Short for "workspaces diagnose", which nobody would look for.
constexpr char kDoctor[] = "doctor";

bool IsBuiltin(std::string_view word) {
  return word == "help" || word == "completion" || word == "profile" || word == "verify-ledger";
}

class Parser {
 public:
  Parser(const Catalog& catalog, const std::vector<std::string>& words)
      : catalog_(catalog), words_(words) {}

  absl::StatusOr<Arguments> Run() {
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      absl::Status status;
      if (word == "--") {
        result_.positionals.insert(result_.positionals.end(), words_.begin() + Signed(at_ + 1),
                                   words_.end());
        break;
      }
      if (word.starts_with("--")) {
        status = LongFlag(std::string_view(word).substr(2));
      } else if (word.starts_with('-') && word.size() > 1) {
        status = ShortFlag(word);
      } else {
        status = Word(word);
      }
      if (!status.ok()) return status;
    }
    return std::move(result_);
  }

 private:
  static std::ptrdiff_t Signed(size_t index) { return static_cast<std::ptrdiff_t>(index); }

  absl::Status Word(const std::string& word) {
    if (!result_.builtin.empty() || result_.method != nullptr) {
      result_.positionals.push_back(word);
      return absl::OkStatus();
    }
    if (result_.noun != nullptr) {
      result_.method = result_.noun->Find(word);
      if (result_.method != nullptr) return absl::OkStatus();
      return Unknown(fmt::format("{} has no command '{}'", result_.noun->name, word), word);
    }
    if (!result_.simulator && word == "simulator") {
      result_.simulator = true;
      return absl::OkStatus();
    }
    if (!result_.simulator && IsBuiltin(word)) {
      result_.builtin = word;
      return absl::OkStatus();
    }
    if (!result_.simulator && word == kDoctor) {
      result_.noun = catalog_.Find(false, "workspaces");
      result_.method = result_.noun->Find("diagnose");
      return absl::OkStatus();
    }
    result_.noun = catalog_.Find(result_.simulator, word);
    if (result_.noun != nullptr) return absl::OkStatus();
    const std::string sentence = fmt::format("there is no command '{}'", word);
    if (!result_.simulator && catalog_.Find(true, word) != nullptr) {
      return absl::InvalidArgumentError(sentence +
                                        fmt::format("; did you mean 'simulator {}'?", word));
    }
    if (const std::string place = PlaceOf(word); !place.empty()) {
      return absl::InvalidArgumentError(fmt::format("{}; did you mean '{}'?", sentence, place));
    }
    return Unknown(sentence, word);
  }

  absl::Status Unknown(const std::string& sentence, const std::string& word) const {
    return absl::InvalidArgumentError(sentence + DidYouMean(word, NextWords(catalog_, result_)));
  }

  // Where the thing is that somebody took for a noun: "codes" are listed by creators.
  std::string PlaceOf(const std::string& word) const {
    for (const Noun& noun : catalog_.nouns()) {
      if (noun.simulator != result_.simulator) continue;
      for (const std::string& command : {"list-" + word, "list-" + word + "s"}) {
        if (noun.Find(command) == nullptr) continue;
        return fmt::format("{}{} {}", noun.simulator ? "simulator " : "", noun.name, command);
      }
    }
    return word.size() > 1 && FindOption(word) != nullptr ? "--" + word : "";
  }

  absl::Status UnknownFlag(std::string_view kind, const std::string& name) const {
    std::vector<std::string> known;
    for (const OptionSpec& option : AllOptions()) known.emplace_back(option.name);
    if (result_.method != nullptr) {
      const google::protobuf::Descriptor* request = result_.method->descriptor->input_type();
      for (const FieldPath& path : SettableFields(request)) {
        known.push_back(ShortFlagName(request, path));
      }
    }
    // Who leaves out the way there, as in --alert-days, means --settings.alert-days.
    const auto deep = std::find_if(known.begin(), known.end(), [&name](const std::string& flag) {
      return flag.ends_with("." + Dashed(name));
    });
    const std::string near = deep != known.end() ? *deep : Nearest(name, known);
    return absl::InvalidArgumentError(
        fmt::format("there is no {} --{}{}", kind, name,
                    near.empty() ? "" : fmt::format("; did you mean '--{}'?", near)));
  }

  // `name` or `name=value`; the value may also be the next word.
  absl::Status LongFlag(std::string_view text) {
    const size_t equals = text.find('=');
    const std::string name(text.substr(0, equals));
    std::optional<std::string> value;
    if (equals != std::string_view::npos) value = std::string(text.substr(equals + 1));
    if (const OptionSpec* option = FindOption(name); option != nullptr && name.size() > 1) {
      return Apply(*option, value);
    }
    if (result_.method == nullptr) return UnknownFlag("option", name);
    absl::StatusOr<FieldPath> path = FindField(result_.method->descriptor->input_type(), name);
    if (!path.ok()) return UnknownFlag("flag", name);
    if (IsFixed(result_.method->descriptor->input_type(), *path)) {
      return absl::InvalidArgumentError(
          fmt::format("--{} can't be changed: it was set when this was made", name));
    }
    const FieldDescriptor* field = path->back();
    if (!value && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
      const bool spelled_out =
          at_ + 1 < words_.size() && (words_[at_ + 1] == "true" || words_[at_ + 1] == "false");
      value = spelled_out ? words_[++at_] : "true";
    }
    if (absl::Status status = TakeValue(name, value); !status.ok()) return status;
    result_.flags.emplace_back(*std::move(path), *value);
    return absl::OkStatus();
  }

  absl::Status ShortFlag(const std::string& word) {
    const OptionSpec* option = FindOption(word.substr(1, 1));
    if (option == nullptr) {
      return absl::InvalidArgumentError(fmt::format("there is no option {}", word));
    }
    std::optional<std::string> value;
    if (word.size() > 2) value = word.substr(2);
    return Apply(*option, value);
  }

  absl::Status Apply(const OptionSpec& option, std::optional<std::string> value) {
    if (option.value.empty()) {
      if (value) {
        return absl::InvalidArgumentError(fmt::format("--{} takes no value", option.name));
      }
      return option.apply(result_.options, "");
    }
    if (absl::Status status = TakeValue(option.name, value); !status.ok()) return status;
    const absl::Status status = option.apply(result_.options, *value);
    if (status.ok()) return status;
    return absl::InvalidArgumentError(fmt::format("--{}: {}", option.name, MessageOf(status)));
  }

  absl::Status TakeValue(std::string_view name, std::optional<std::string>& value) {
    if (value) return absl::OkStatus();
    if (at_ + 1 >= words_.size() || words_[at_ + 1].starts_with("--")) {
      return absl::InvalidArgumentError(fmt::format("--{} needs a value", name));
    }
    value = words_[++at_];
    return absl::OkStatus();
  }

  const Catalog& catalog_;
  const std::vector<std::string>& words_;
  size_t at_ = 0;
  Arguments result_;
};

}  // namespace

absl::StatusOr<Arguments> ParseArguments(const Catalog& catalog,
                                         const std::vector<std::string>& words) {
  return Parser(catalog, words).Run();
}

std::vector<std::string> NextWords(const Catalog& catalog, const Arguments& arguments) {
  std::vector<std::string> words;
  if (arguments.noun != nullptr) {
    for (const Method& method : arguments.noun->methods) words.push_back(method.name);
    return words;
  }
  for (const Noun& noun : catalog.nouns()) {
    if (noun.simulator == arguments.simulator) words.push_back(noun.name);
  }
  if (!arguments.simulator) {
    for (const char* word :
         {"simulator", kDoctor, "profile", "verify-ledger", "completion", "help"})
      words.emplace_back(word);
  }
  return words;
}

}  // namespace sparkgate::cli
