#include "tests/integration/harness/api.h"

#include <stdexcept>
#include <utility>

#include <absl/strings/escaping.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>

#include "base/error.h"
#include "client/cpp/error.h"
#include "client/cpp/message_stream.h"
#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/simulator/v1/fault_service.pb.h"
#include "sparkgate/simulator/v1/journal_service.pb.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/advertiser_service.pb.h"
#include "sparkgate/v1/app_service.pb.h"
#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/ledger_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/operation_service.pb.h"
#include "sparkgate/v1/time_service.pb.h"
#include "sparkgate/v1/webhook_endpoint_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::integration {
namespace {

namespace pb = google::protobuf;

constexpr absl::Duration kDeadline = absl::Minutes(2);  // a hang detector

// The linker drops what nobody names, and then its methods can't be found by name.
pb::DescriptorPool const& Pool() {
  static const pb::Descriptor* const kNamed[] = {
      simulator::v1::AdAccount::descriptor(),
      simulator::v1::FaultPlan::descriptor(),
      simulator::v1::Journal::descriptor(),
      simulator::v1::Post::descriptor(),
      simulator::v1::World::descriptor(),
      simulator::v1::Review::descriptor(),
      v1::Advertiser::descriptor(),
      v1::App::descriptor(),
      v1::CheckPublishRequest::descriptor(),
      v1::Clock::descriptor(),
      v1::Creator::descriptor(),
      v1::Event::descriptor(),
      v1::LedgerEntry::descriptor(),
      v1::Operation::descriptor(),
      v1::SparkPost::descriptor(),
      v1::WebhookEndpoint::descriptor(),
      v1::Workspace::descriptor(),
  };
  return *kNamed[0]->file()->pool();
}

// What is called, and by which path.
struct Method {
  const pb::MethodDescriptor* descriptor = nullptr;
  bool of_simulator = false;
  std::string path;
};

Method Find(std::string_view name) {
  for (const std::string package : {"sparkgate.v1.", "sparkgate.simulator.v1."}) {
    const auto* method = Pool().FindMethodByName(package + std::string(name));
    if (method == nullptr) continue;
    return {.descriptor = method,
            .of_simulator = package != "sparkgate.v1.",
            .path = "/" + method->service()->full_name() + "/" + method->name()};
  }
  throw std::logic_error("no such method: " + std::string(name));
}

std::unique_ptr<pb::Message> New(const pb::Descriptor* type) {
  return std::unique_ptr<pb::Message>(
      pb::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

std::unique_ptr<pb::Message> ParseRequest(const Method& method, const std::string& text) {
  std::unique_ptr<pb::Message> request = New(method.descriptor->input_type());
  if (!pb::TextFormat::ParseFromString(text, request.get())) {
    throw std::logic_error("not a " + request->GetTypeName() + ": " + text);
  }
  return request;
}

void CheckResponse(const Method& method, const pb::Message& response) {
  if (response.GetDescriptor() != method.descriptor->output_type()) {
    throw std::logic_error(method.path + " doesn't answer " + response.GetTypeName());
  }
}

std::string Describe(absl::StatusCode code, const client::ErrorDetails& details) {
  std::string text = absl::StatusCodeToString(code) + " " + details.reason;
  for (const client::FieldViolation& violation : details.fields) text += " " + violation.field;
  return text;
}

}  // namespace

std::string Quote(std::string_view text) {
  return '"' + absl::CEscape({text.data(), text.size()}) + '"';
}

absl::Time ToTime(const pb::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string Describe(const absl::Status& status) {
  return status.ok() ? "OK" : Describe(status.code(), client::DetailsOf(status));
}

std::string Describe(const google::rpc::Status& status) {
  return Describe(static_cast<absl::StatusCode>(status.code()), client::DetailsOf(status));
}

Stream::Stream(std::shared_ptr<client::Connection> connection, std::string method,
               std::unique_ptr<pb::Message> request, std::unique_ptr<pb::Message> response) {
  thread_ = std::thread([this, connection = std::move(connection), method = std::move(method),
                         request = std::move(request), response = std::move(response)] {
    const auto keep = [this](const pb::Message& message) {
      std::unique_ptr<pb::Message> copy(message.New());
      copy->CopyFrom(message);
      messages_.Add(std::move(copy));
      return true;
    };
    status_ = client::StreamByName(*connection, method, *request, *response, keep,
                                   {.stop = stop_.get_token()});
    messages_.Close();
  });
}

Stream::~Stream() {
  stop_.request_stop();
  thread_.join();
}

std::unique_ptr<pb::Message> Stream::Next() {
  auto message = messages_.Next();
  return message.has_value() ? *std::move(message) : nullptr;
}

absl::Status Stream::End() {
  while (Next() != nullptr) continue;
  return status_;
}

Api::Api(const Programs& programs, const std::string& key)
    : server_(std::make_shared<client::Connection>(
          client::ConnectionOptions{.address = fmt::format("127.0.0.1:{}", programs.server().grpc),
                                    .key = key,
                                    .deadline = kDeadline})),
      simulator_(std::make_shared<client::Connection>(client::ConnectionOptions{
          .address = fmt::format("127.0.0.1:{}", programs.simulator().grpc),
          .deadline = kDeadline})) {}

absl::Status Api::Call(std::string_view name, const std::string& text,
                       pb::Message& response) const {
  const Method method = Find(name);
  CheckResponse(method, response);
  const auto request = ParseRequest(method, text);
  return client::CallByName(method.of_simulator ? *simulator_ : *server_, method.path, *request,
                            response);
}

absl::Status Api::CallAny(std::string_view name, const std::string& text,
                          std::string* answer) const {
  const Method method = Find(name);
  const auto response = New(method.descriptor->output_type());
  if (method.descriptor->server_streaming()) {
    return OpenStream(name, text, New(method.descriptor->output_type()))->End();
  }
  SG_RETURN_IF_ERROR(Call(name, text, *response));
  if (answer != nullptr) *answer = response->DebugString();
  return absl::OkStatus();
}

std::unique_ptr<Stream> Api::OpenStream(std::string_view name, const std::string& text,
                                        std::unique_ptr<pb::Message> response) const {
  const Method method = Find(name);
  CheckResponse(method, *response);
  return std::make_unique<Stream>(method.of_simulator ? simulator_ : server_, method.path,
                                  ParseRequest(method, text), std::move(response));
}

}  // namespace sparkgate::integration
