// One field's value as people read it: times, spans, money and enums in plain words, and nothing in
// it that could steer a terminal. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_RENDER_FORMAT_H_
#define SPARKGATE_CLIENT_CLI_RENDER_FORMAT_H_

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

// Whether a field fits into one cell: everything but messages of our own.
bool IsPlain(const google::protobuf::FieldDescriptor* field);

// The whole field: a repeated one or a map is joined with ", ". "" for what isn't set.
// `workspace`: names in it are shown short; "" for none.
std::string FormatField(const google::protobuf::Message& message,
                        const google::protobuf::FieldDescriptor* field, std::string_view workspace);

// "budget" for budget_micros (its value is shown in whole units), "end time" for end_time.
std::string Label(const google::protobuf::FieldDescriptor* field);

// Line ends as "\n", other control characters as "\x1b", invalid UTF-8 as "?".
std::string Printable(std::string_view text);

// Columns that `text` takes on a terminal; wide East Asian characters and emoji take two.
size_t DisplayWidth(std::string_view text);

// At most `width` columns, the last of them "…" if something was cut.
std::string Truncate(std::string_view text, size_t width);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_RENDER_FORMAT_H_
