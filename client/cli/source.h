// Where a value comes from that isn't spelled out: "-" is standard input, "@file" a file.
#ifndef SPARKGATE_CLIENT_CLI_SOURCE_H_
#define SPARKGATE_CLIENT_CLI_SOURCE_H_

#include <stop_token>
#include <string>

#include <google/protobuf/message.h>

#include "client/cli/io.h"
#include "client/cli/request.h"
#include "client/cpp/message_stream.h"

namespace sparkgate::cli {

// See ReadSource. Standard input can be read once.
ReadSource SourceReader(Io& io);

// Messages for a stream: JSON, one a line, from `source` ("-" or "@file"). A line that can't be
// read ends the stream, and `error` says why. `io` and `error` outlive it.
client::NextRequest LineReader(const std::string& source, Io& io, std::string& error);

// The messages of a stream that takes a long text (TakesText): `whole` in pieces.
client::NextRequest PieceReader(const google::protobuf::Message& whole);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_SOURCE_H_
