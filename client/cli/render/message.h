// Any answer as text for people: a list as a table, a resource as labelled lines, a message of a
// stream as one line. It knows no message type; it goes by descriptors. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_RENDER_MESSAGE_H_
#define SPARKGATE_CLIENT_CLI_RENDER_MESSAGE_H_

#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

struct RenderOptions {
  std::string workspace;  // names in it are shown short
  size_t width = 0;       // of the terminal; 0: none, nothing is cut
};

// The repeated field of a page (ListCodesResponse.codes); null if the message isn't a page.
const google::protobuf::FieldDescriptor* PageItems(const google::protobuf::Descriptor* type);

// The progress messages of a long call end with one that says so.
bool IsProgress(const google::protobuf::Message& message);

std::string RenderMessage(const google::protobuf::Message& message, const RenderOptions& options);
// Without a line end; "" if there is nothing in it (a heartbeat).
std::string RenderLine(const google::protobuf::Message& message, const RenderOptions& options);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_RENDER_MESSAGE_H_
