// What the protos say about a service, a method, a field, …: the comment before it. Pure.
#ifndef SPARKGATE_CLIENT_CLI_DOCS_H_
#define SPARKGATE_CLIENT_CLI_DOCS_H_

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>

namespace sparkgate::cli {

// Lines joined to paragraphs; "" if there is no comment.
std::string Paragraphs(std::string_view comment);

template <class Descriptor>
std::string CommentOf(const Descriptor* descriptor) {
  google::protobuf::SourceLocation location;
  return descriptor->GetSourceLocation(&location) ? Paragraphs(location.leading_comments) : "";
}

std::string FirstSentence(const std::string& text);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_DOCS_H_
