#include "rpc/method_table.h"

#include <cstdlib>
#include <set>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include "base/log.h"

namespace sparkgate::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// A wrong registration is a programming error that no caller could handle: stop before serving.
[[noreturn]] void Die(const std::string& problem) {
  LogError("bad_method_table", {{"problem", problem}});
  std::fputs(fmt::format("method table: {}\n", problem).c_str(), stderr);
  std::abort();
}

// "package.Service/Method", as registered, or the path of one that is.
const MethodDescriptor& DescriptorOf(std::string_view method) {
  std::string dotted(method.starts_with('/') ? method.substr(1) : method);
  if (const size_t slash = dotted.rfind('/'); slash != std::string::npos) dotted[slash] = '.';
  const MethodDescriptor* found = DescriptorPool::generated_pool()->FindMethodByName(dotted);
  if (found == nullptr) Die(fmt::format("the protos declare no method {}", method));
  return *found;
}

std::string PathOf(const MethodDescriptor& method) {
  return fmt::format("/{}/{}", method.service()->full_name(), method.name());
}

std::string_view ServiceOf(std::string_view path) { return path.substr(1, path.rfind('/') - 1); }

}  // namespace

void MethodTable::Add(Method method) {
  const MethodDescriptor& declared = DescriptorOf(method.name);
  if (declared.input_type() != method.request_prototype->GetDescriptor()) {
    Die(fmt::format("{} takes {}, not {}", method.name, declared.input_type()->full_name(),
                    method.request_prototype->GetTypeName()));
  }
  if (declared.output_type() != method.response_prototype->GetDescriptor()) {
    Die(fmt::format("{} returns {}, not {}", method.name, declared.output_type()->full_name(),
                    method.response_prototype->GetTypeName()));
  }
  if (declared.client_streaming() != static_cast<bool>(method.bidi) ||
      declared.server_streaming() !=
          static_cast<bool>(method.bidi || (method.server_stream && !method.later))) {
    Die(fmt::format("{} is registered with the wrong streaming shape", method.name));
  }
  method.name = PathOf(declared);
  std::string name = method.name;
  if (!methods_.emplace(name, std::move(method)).second) {
    Die(fmt::format("{} is registered twice", name));
  }
}

MethodTable MethodTable::With(const std::function<Method(const Method&)>& change) const {
  MethodTable changed;
  for (const auto& [path, method] : methods_) changed.Add(change(method));
  return changed;
}

const MethodTable::Method* MethodTable::Find(std::string_view path) const {
  const auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : &found->second;
}

std::vector<std::string> MethodTable::Services() const {
  std::set<std::string_view> services;
  for (const auto& [path, method] : methods_) services.insert(ServiceOf(path));
  return {services.begin(), services.end()};
}

std::vector<std::string> MethodTable::Missing() const {
  std::vector<std::string> missing;
  for (const std::string& name : Services()) {
    const ServiceDescriptor* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) {
      std::string path = PathOf(*service->method(i));
      if (Find(path) == nullptr) missing.push_back(std::move(path));
    }
  }
  return missing;
}

}  // namespace sparkgate::rpc
