// The commands that there are: one noun per service, one command per method, all read from the
// protos' descriptors, so that a new RPC is a new command without a line of code here.
//
// Immutable after construction, thread-safe.
#ifndef SPARKGATE_CLIENT_CLI_CATALOG_H_
#define SPARKGATE_CLIENT_CLI_CATALOG_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  std::string name;       // "generate-code"; the noun itself is left out: ListCreators is "list"
  std::string long_name;  // accepted too: "list-creators"

  std::string Path() const;  // "/sparkgate.v1.CreatorService/GenerateCode"
};

struct Noun {
  const google::protobuf::ServiceDescriptor* service;
  bool simulator;        // said after the word "simulator"
  std::string name;      // "creators": plural where the service lists what it is named after
  std::string singular;  // accepted too: "creator"
  std::vector<Method> methods;

  const Method* Find(std::string_view word) const;  // null if there is none
};

class Catalog {
 public:
  // `descriptor_set`: see schema.h. Aborts if it can't be read: it was built in.
  explicit Catalog(std::string_view descriptor_set);

  const std::vector<Noun>& nouns() const { return nouns_; }
  const Noun* Find(bool simulator, std::string_view word) const;  // null if there is none
  std::unique_ptr<google::protobuf::Message> NewMessage(
      const google::protobuf::Descriptor* type) const;
  const google::protobuf::DescriptorPool& pool() const { return pool_; }

 private:
  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::vector<Noun> nouns_;
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_CATALOG_H_
