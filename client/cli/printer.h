// Prints answers in the format that was asked for.
#ifndef SPARKGATE_CLIENT_CLI_PRINTER_H_
#define SPARKGATE_CLIENT_CLI_PRINTER_H_

#include <string>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include "client/cli/io.h"
#include "client/cli/options.h"

namespace sparkgate::cli {

class Printer {
 public:
  Printer(const Options& options, std::string workspace, Io& io)
      : options_(options), workspace_(std::move(workspace)), io_(io) {}

  // NOT_FOUND, and nothing is printed, if --get names what this answer lacks or has empty. A list
  // may be empty: then there is nothing in it to print.
  absl::Status PrintAnswer(const google::protobuf::Message& answer);
  // One message of a stream. False if there was nothing to print (a heartbeat).
  bool PrintStreamed(const google::protobuf::Message& message);

  const Options& options() const { return options_; }
  const std::string& workspace() const { return workspace_; }

 private:
  const Options& options_;
  const std::string workspace_;
  Io& io_;
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_PRINTER_H_
