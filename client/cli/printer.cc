#include "client/cli/printer.h"

#include <fmt/format.h>

#include "client/cli/render/diagnosis.h"
#include "client/cli/render/json.h"
#include "client/cli/render/message.h"
#include "client/cli/render/select.h"

namespace sparkgate::cli {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Printer::PrintAnswer(const Message& answer) {
  if (!options_.get.empty()) {
    const std::string text = Select(answer, options_.get);
    const bool empty = text.find_first_not_of('\n') == std::string::npos;
    if (empty && !SelectsList(answer.GetDescriptor(), options_.get)) {
      return absl::NotFoundError(fmt::format(
          "--get {}: this answer has none, though the call itself worked", options_.get));
    }
    io_.out << text;
  } else if (options_.output == Output::kJson) {
    io_.out << ToJson(answer, /*pretty=*/true);
  } else if (options_.output == Output::kName) {
    io_.out << SelectName(answer);
  } else if (IsDiagnosis(answer)) {
    io_.out << RenderDiagnosis(answer, workspace_);
  } else {
    io_.out << RenderMessage(answer, {.workspace = workspace_, .width = io_.width});
    const FieldDescriptor* token = answer.GetDescriptor()->FindFieldByName("next_page_token");
    if (token != nullptr) {
      const std::string next = answer.GetReflection()->GetString(answer, token);
      if (!next.empty()) io_.err << "There is more: --all, or --page-token " << next << "\n";
    }
  }
  io_.out << std::flush;
  return absl::OkStatus();
}

bool Printer::PrintStreamed(const Message& message) {
  std::string text;
  if (!options_.get.empty()) {
    text = Select(message, options_.get);
  } else if (options_.output == Output::kJson) {
    text = ToJson(message, /*pretty=*/false);
  } else if (options_.output == Output::kName) {
    text = SelectName(message);
  } else {
    text = RenderLine(message, {.workspace = workspace_});
    if (!text.empty()) text += '\n';
  }
  // Each one at once: somebody may be waiting for it at the other end of a pipe.
  io_.out << text << std::flush;
  return !text.empty() && !RenderLine(message, {}).empty();
}

}  // namespace sparkgate::cli
