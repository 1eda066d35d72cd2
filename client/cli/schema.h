// The descriptors of all our protos with their comments, built into the program: sparkctl's
// commands, flags and help are read from them. Written by embed.cmake at build time.
#ifndef SPARKGATE_CLIENT_CLI_SCHEMA_H_
#define SPARKGATE_CLIENT_CLI_SCHEMA_H_

#include <string_view>

namespace sparkgate::cli {

// A serialized google.protobuf.FileDescriptorSet. Lives as long as the program.
std::string_view EmbeddedSchema();

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_SCHEMA_H_
