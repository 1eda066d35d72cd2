#include "client/cli/catalog.h"

#include <algorithm>
#include <cstdlib>

#include <google/protobuf/descriptor.pb.h>

#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::ServiceDescriptor;

constexpr std::string_view kPackage = "sparkgate.v1";
constexpr std::string_view kSimulatorPackage = "sparkgate.simulator.v1";

std::string Without(std::string_view text, std::string_view suffix) {
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return std::string(text);
}

Noun MakeNoun(const ServiceDescriptor* service) {
  const std::string stem = Without(service->name(), "Service");
  Noun noun{.service = service,
            .simulator = service->file()->package() == kSimulatorPackage,
            .name = Kebab(stem),
            .singular = Kebab(stem),
            .methods = {}};
  const std::string plural = noun.singular + "s";
  // In the simulator one stands before one world, one desk, one app: no plural there.
  if (!noun.simulator && service->FindMethodByName("List" + stem + "s") != nullptr) {
    noun.name = plural;
  }
  for (int i = 0; i < service->method_count(); ++i) {
    Method method{.descriptor = service->method(i), .name = "", .long_name = ""};
    method.long_name = Kebab(method.descriptor->name());
    method.name = Without(Without(method.long_name, "-" + plural), "-" + noun.singular);
    noun.methods.push_back(std::move(method));
  }
  return noun;
}

}  // namespace

std::string Method::Path() const {
  return "/" + descriptor->service()->full_name() + "/" + descriptor->name();
}

const Method* Noun::Find(std::string_view word) const {
  for (const Method& method : methods) {
    if (method.name == word || method.long_name == word) return &method;
  }
  return nullptr;
}

Catalog::Catalog(std::string_view descriptor_set) : factory_(&pool_) {
  FileDescriptorSet set;
  if (!set.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size()))) {
    std::abort();
  }
  for (const FileDescriptorProto& proto : set.file()) {
    const FileDescriptor* file = pool_.BuildFile(proto);  // imports come first in a set
    if (file == nullptr) std::abort();
    if (file->package() != kPackage && file->package() != kSimulatorPackage) continue;
    for (int i = 0; i < file->service_count(); ++i) nouns_.push_back(MakeNoun(file->service(i)));
  }
  std::sort(nouns_.begin(), nouns_.end(),
            [](const Noun& a, const Noun& b) { return a.name < b.name; });
}

const Noun* Catalog::Find(bool simulator, std::string_view word) const {
  for (const Noun& noun : nouns_) {
    if (noun.simulator == simulator && (noun.name == word || noun.singular == word)) return &noun;
  }
  return nullptr;
}

std::unique_ptr<google::protobuf::Message> Catalog::NewMessage(
    const google::protobuf::Descriptor* type) const {
  return std::unique_ptr<google::protobuf::Message>(factory_.GetPrototype(type)->New());
}

}  // namespace sparkgate::cli
