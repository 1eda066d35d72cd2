#include "client/cli/render/error.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "client/cli/render/diagnosis.h"
#include "client/cli/render/format.h"
#include "client/cli/values.h"
#include "client/cli/words.h"
#include "client/cpp/error.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::array<ExitCodeDoc, 9> kExitCodes = {{
    {kOk, "it worked"},
    {kOther, "anything else, e.g. an internal error, or an answer without what --get names"},
    {kUsage, "the command is wrong, a file that it names, or a field of the request"},
    {kNotFound, "there is no such thing in this workspace"},
    {kRefused,
     "refused as things stand: look at the reason and at who must act; the operation that was "
     "waited for failed or was cancelled; a doctor's problem"},
    {kNotAllowed, "the key is missing, wrong, or without the role"},
    {kUnavailable,
     "not reached, or the outcome is unknown: repeat it with its --request-id; the operation that "
     "was waited for isn't over"},
    {kExhausted, "a limit was reached: try again later"},
    {kPartly, "some, or all, of several things failed: the answer says which"},
}};

std::string WhoActs(std::string_view who) {
  if (who == "CALLER") return "whoever makes the call";
  if (who == "CREATOR") return "the creator";
  if (who == "ADVERTISER") return "the advertiser";
  if (who == "OPERATOR") return "whoever runs the server";
  if (who == "NOBODY") return "nobody: try again";
  return std::string(who);
}

// Whether the call may have had an effect, or may have one when it is repeated as it is.
bool WorthRepeating(const absl::Status& status) {
  return ExitCodeOf(status) == kUnavailable || ExitCodeOf(status) == kExhausted ||
         ExitCodeOf(status) == kOther ||
         (absl::IsAborted(status) && client::DetailsOf(status).reason != "REQUEST_ID_REUSED");
}

// Labels and what they say, in two columns.
class Lines {
 public:
  void Add(std::string label, std::string_view text) {
    if (text.empty()) return;
    std::replace(label.begin(), label.end(), '_', ' ');
    widest_ = std::max(widest_, label.size());
    lines_.emplace_back(std::move(label), Printable(text));
  }

  std::string Text() const {
    std::string text;
    for (const auto& [label, line] : lines_) {
      text += fmt::format("  {:<{}}  {}\n", label, widest_, line);
    }
    return text;
  }

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
  size_t widest_ = 0;
};

// "A sentence." without doubling a full stop that is there.
std::string Sentence(std::string_view text) {
  std::string sentence = Printable(text);
  if (!sentence.empty() && sentence.back() != '.' && sentence.back() != '?') sentence += '.';
  return sentence;
}

// As people type it.
std::string Word(const client::FieldViolation& violation, const WordForField& word_for) {
  std::string word = word_for ? word_for(violation.field) : "";
  return word.empty() ? violation.field : word;
}

// "days: must be 7; name: is required".
std::string Said(const std::vector<client::FieldViolation>& fields, const WordForField& word_for) {
  std::string text;
  for (const client::FieldViolation& violation : fields) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", Word(violation, word_for),
                        violation.description);
  }
  return text;
}

// What of a field the error's sentence hasn't said yet.
std::string FieldLine(const client::FieldViolation& violation, std::string_view sentence,
                      const WordForField& word_for) {
  if (Sentence(violation.description) == Sentence(sentence)) return Word(violation, word_for);
  return Said({violation}, word_for);
}

}  // namespace

int ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return kUsage;
    case absl::StatusCode::kNotFound:
      return kNotFound;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return kRefused;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return kNotAllowed;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kUnavailable;
    case absl::StatusCode::kResourceExhausted:
      return kExhausted;
    default:
      return kOther;
  }
}

int ExitCodeOfMistake(const absl::Status& status) {
  const bool ours = absl::IsInternal(status) || absl::IsResourceExhausted(status) ||  // the disk
                    absl::IsDataLoss(status);  // a file isn't what it was
  return status.ok() ? kOk : ours ? kOther : kUsage;
}

int ExitCodeOfAnswer(const Message& request, const Message& answer) {
  const std::string& asked = request.GetDescriptor()->name();
  const auto* reflection = answer.GetReflection();
  const auto field = [&answer](const char* name) {
    return answer.GetDescriptor()->FindFieldByName(name);
  };
  if (asked == "WaitOperationRequest") {
    const std::string state = ShortName(reflection->GetEnum(answer, field("state")));
    if (state == "FAILED" || state == "CANCELLED" || state == "DRY_RUN") return kRefused;
    if (state != "DONE") return kUnavailable;
    return reflection->GetInt32(answer, field("items_failed")) > 0 ? kPartly : kOk;
  }
  if (asked == "DiagnoseWorkspaceRequest") return HasProblem(answer) ? kRefused : kOk;
  const FieldDescriptor* results = field("results");
  if (!asked.starts_with("Batch") || results == nullptr) return kOk;
  const FieldDescriptor* error = results->message_type()->FindFieldByName("error");
  for (int i = 0; error != nullptr && i < reflection->FieldSize(answer, results); ++i) {
    const Message& result = reflection->GetRepeatedMessage(answer, results, i);
    if (result.GetReflection()->HasField(result, error)) return kPartly;
  }
  return kOk;
}

std::span<const ExitCodeDoc> ExitCodes() { return kExitCodes; }

std::string RenderError(const absl::Status& status, std::string_view request_id,
                        std::string_view call_id, const WordForField& word_for) {
  const client::ErrorDetails details = client::DetailsOf(status);
  // A server's sentence about fields is made of nothing else: then it is ours to say.
  const std::string sentence = MessageOf(status);
  const bool about_fields = sentence == Said(details.fields, nullptr);
  const std::string result = fmt::format(
      "error: {}\n", Sentence(about_fields ? Said(details.fields, word_for) : sentence));
  if (call_id.empty()) return result;  // a mistake in the command: the sentence says it all
  Lines lines;
  lines.Add("reason", details.reason);
  lines.Add("who acts", WhoActs(details.who));
  for (const client::FieldViolation& violation : details.fields) {
    if (!about_fields) lines.Add("field", FieldLine(violation, sentence, word_for));
  }
  lines.Add("resource", details.resource_name);
  for (const auto& [key, value] : details.metadata) lines.Add(key, value);
  if (details.retry_after) lines.Add("retry in", FormatSpan(*details.retry_after));
  if (!request_id.empty() && WorthRepeating(status)) {
    lines.Add("request id",
              fmt::format("{} (repeat with --request-id to do it once only)", request_id));
  }
  lines.Add("call id", call_id);
  return result + lines.Text();
}

}  // namespace sparkgate::cli
