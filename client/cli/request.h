// Builds the request of a call from what was typed: JSON first, then arguments, then flags, then
// what goes without saying (workspace, update_mask, request_id).
#ifndef SPARKGATE_CLIENT_CLI_REQUEST_H_
#define SPARKGATE_CLIENT_CLI_REQUEST_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include "client/cli/arguments.h"
#include "client/cli/catalog.h"

namespace sparkgate::cli {

// Turns "-" into standard input, "@file" into the file's content and "@@x" into "@x"; else the text
// itself. One line end at the end is left out.
using ReadSource = std::function<absl::StatusOr<std::string>(std::string_view text)>;

// Whether it streams one long text, field `text`, in pieces that say where they begin.
bool TakesText(const Method& method);

// The arguments that a command takes without a flag.
struct Positionals {
  std::optional<FieldPath> first;   // goes without saying (the workspace), but can be said
  std::vector<FieldPath> required;  // strings, in order; of an update what is updated
};
Positionals PositionalsOf(const Method& method);

// What a field of a request gets that isn't given: "workspaces/{workspace}" and what lies at a
// fixed place in it, but nothing that could do harm. "" for none.
std::string DefaultFor(const Method& method, const google::protobuf::FieldDescriptor* field,
                       std::string_view workspace);

// `workspace` is the id; "" if none is known. INVALID_ARGUMENT with a sentence.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> BuildRequest(const Catalog& catalog,
                                                                        const Arguments& arguments,
                                                                        std::string_view workspace,
                                                                        const ReadSource& read);

// What was to be typed for a field of the request that the server calls `field`: "--budget-micros"
// for "campaign.budget_micros", "POST" for "post"; "" if there is no such argument or flag.
std::string WordFor(const Method& method, const std::string& field);

// "" if the request has none.
std::string RequestIdOf(const google::protobuf::Message& request);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_REQUEST_H_
