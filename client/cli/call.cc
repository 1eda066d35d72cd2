#include "client/cli/call.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include <absl/status/status.h>
#include <fmt/format.h>
#include <google/protobuf/message.h>

#include "client/cli/address.h"
#include "client/cli/printer.h"
#include "client/cli/profile_command.h"
#include "client/cli/progress.h"
#include "client/cli/reader_watch.h"
#include "client/cli/render/error.h"
#include "client/cli/render/message.h"
#include "client/cli/render/select.h"
#include "client/cli/request.h"
#include "client/cli/source.h"
#include "client/cli/values.h"
#include "client/cli/wait_progress.h"
#include "client/cli/words.h"
#include "client/cpp/error.h"
#include "client/cpp/message_stream.h"
#include "client/cpp/tls.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::Duration kBetweenLines = absl::Hours(30 * 24);  // of the world's time

// gRPC's words for a server that was never reached; a server's own answer has a reason.
bool IsNobodyThere(const absl::Status& status) {
  const std::string message = MessageOf(status);
  return absl::IsUnavailable(status) && client::DetailsOf(status).reason == "UNAVAILABLE" &&
         (message.find("failed to connect to all addresses") != std::string::npos ||
          message.find("DNS resolution failed") != std::string::npos);
}

// The one of a profile's addresses that a noun's commands are sent to, and its flag.
const std::string& AddressOf(const Noun& noun, const Profile& profile) {
  return noun.simulator ? profile.simulator_address : profile.address;
}
std::string_view AddressFlag(const Noun& noun) {
  return noun.simulator ? "simulator-address" : "address";
}

absl::Status NobodyThere(const Noun& noun, const Profile& profile) {
  return absl::UnavailableError(fmt::format(
      "nothing answers at {}: is sparkgate-{} running? See --{}", AddressOf(noun, profile),
      noun.simulator ? "simulator" : "server", AddressFlag(noun)));
}

// A call that waits by itself gets the time that it was told to wait, and some to answer.
std::optional<absl::Duration> DeadlineOf(const Options& options, const Message& request) {
  if (options.deadline) return options.deadline;
  const FieldDescriptor* timeout = request.GetDescriptor()->FindFieldByName("timeout");
  if (timeout == nullptr || !IsDuration(timeout->message_type())) return std::nullopt;
  if (!request.GetReflection()->HasField(request, timeout)) return std::nullopt;
  return SpanOf(request.GetReflection()->GetMessage(request, timeout)) + absl::Seconds(10);
}

// A server's address, as that of the simulator or the server itself; only the latter gets the key.
client::Connection Connect(const Noun& noun, const Profile& profile,
                           std::shared_ptr<grpc::ChannelCredentials> credentials) {
  return client::Connection({.address = AddressOf(noun, profile),
                             .key = noun.simulator ? "" : profile.key,
                             .credentials = std::move(credentials)});
}

// Null: plain text, as the simulator always speaks, which is on loopback only.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsFor(const Noun& noun,
                                                                         const Profile& profile) {
  if (noun.simulator || profile.tls_ca.empty()) return nullptr;
  return client::TlsCredentials({.ca = profile.tls_ca == "system" ? "" : profile.tls_ca,
                                 .certificate = profile.tls_certificate,
                                 .key = profile.tls_key});
}

class Call {
 public:
  Call(const Catalog& catalog, const Arguments& arguments, const Profile& profile,
       std::shared_ptr<grpc::ChannelCredentials> credentials, Io& io)
      : method_(*arguments.method),
        options_(arguments.options),
        io_(io),
        connection_(Connect(*arguments.noun, profile, std::move(credentials))),
        printer_(options_, profile.workspace, io),
        answer_(catalog.NewMessage(method_.descriptor->output_type())),
        what_(fmt::format("{} {}", arguments.noun->name, method_.name)) {
    call_.call_id = client::NewId();
    if (options_.verbose) {
      io.err << fmt::format("{} at {}, call id {}\n", method_.Path(),
                            AddressOf(*arguments.noun, profile), call_.call_id);
    }
  }

  const std::string& call_id() const { return call_.call_id; }
  // After a call that worked.
  int exit_code() const { return exit_code_; }

  absl::Status Run(Message& request) {
    call_.deadline = DeadlineOf(options_, request);
    if (!method_.descriptor->server_streaming()) return Unary(request);
    std::stop_source reader_gone;
    call_.stop = reader_gone.get_token();
    // What comes to an end by itself goes on: its effect is wanted, whoever reads.
    const bool endless = answer_->GetDescriptor()->FindFieldByName("finished") == nullptr;
    const ReaderWatch watch(endless ? io_.out_descriptor : -1,
                            [&reader_gone] { reader_gone.request_stop(); });
    const absl::Status status =
        method_.descriptor->client_streaming() ? TalkBothWays(request) : Stream(request);
    return reader_gone.stop_requested() ? absl::OkStatus() : status;
  }

 private:
  absl::Status Unary(Message& request) {
    Progress progress(io_.err, io_.err_terminal, what_, OperationProgress(connection_, request));
    absl::Status status = client::CallByName(connection_, method_.Path(), request, *answer_, call_);
    while (status.ok() && options_.all && NextPage(request)) {
      // Merging adds the page's items to those that are there.
      const std::unique_ptr<Message> page(answer_->New());
      status = client::CallByName(connection_, method_.Path(), request, *page, call_);
      if (status.ok()) answer_->MergeFrom(*page);
    }
    progress.Stop();
    if (status.ok()) exit_code_ = Answer(request);
    return status;
  }

  int Answer(const Message& request) {
    const absl::Status printed = printer_.PrintAnswer(*answer_);
    const int code = ExitCodeOfAnswer(request, *answer_);
    if (printed.ok()) return code;
    io_.err << RenderError(printed, "", "");
    return code == kOk ? kOther : code;
  }

  // Moves the token from the answer to the request; false after the last page.
  bool NextPage(Message& request) {
    const FieldDescriptor* next = answer_->GetDescriptor()->FindFieldByName("next_page_token");
    const FieldDescriptor* token = request.GetDescriptor()->FindFieldByName("page_token");
    if (next == nullptr || token == nullptr) return false;
    const std::string value = answer_->GetReflection()->GetString(*answer_, next);
    answer_->GetReflection()->ClearField(answer_.get(), next);
    request.GetReflection()->SetString(&request, token, value);
    return !value.empty();
  }

  absl::Status Stream(const Message& request) {
    Progress progress(io_.err, io_.err_terminal, what_);
    absl::Status status = client::StreamByName(
        connection_, method_.Path(), request, *answer_,
        [&](const Message& message) { return Show(message, progress); }, call_);
    progress.Stop();
    if (!status.ok() && !call_.stop.stop_requested()) SayWhereToResume();
    return status;
  }

  absl::Status TalkBothWays(Message& request) {
    std::string error;
    Progress none(io_.err, false, what_);
    const bool whole = TakesText(method_) && options_.json.empty();
    const absl::Status status = client::BidiByName(
        connection_, method_.Path(), request,
        whole ? PieceReader(request) : LineReader(options_.json, io_, error), *answer_,
        [&](const Message& message) { return Show(message, none); }, call_);
    return error.empty() ? status : absl::InvalidArgumentError(error);
  }

  // False when there was enough, or nobody reads on.
  bool Show(const Message& message, Progress& progress) {
    // People see how far it is on the terminal's last line; who reads JSON gets every message.
    if (options_.output != Output::kJson && IsProgress(message)) {
      std::string line = RenderLine(message, {.workspace = printer_.workspace()});
      if (!io_.err_terminal) SayAtTimes(message, line);
      progress.Say(std::move(line));
      return true;
    }
    progress.Stop();
    if (printer_.PrintStreamed(message)) ++shown_;
    return io_.out.good() && (options_.limit == 0 || shown_ < options_.limit);
  }

  // Who reads standard error in a file still learns that it goes on.
  void SayAtTimes(const Message& message, const std::string& line) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("now");
    if (field == nullptr || !IsTimestamp(field->message_type())) return;
    const absl::Time now = TimeOf(message.GetReflection()->GetMessage(message, field));
    if (!said_) said_ = now;
    if (now - *said_ < kBetweenLines) return;
    said_ = now;
    io_.err << fmt::format("{}: {}\n", what_, line) << std::flush;
  }

  void SayWhereToResume() {
    const FieldDescriptor* after = answer_->GetDescriptor()->FindFieldByName("resume_after");
    if (after == nullptr || !answer_->GetReflection()->HasField(*answer_, after)) return;
    io_.err << fmt::format("To go on from here: --after {}\n",
                           answer_->GetReflection()->GetInt64(*answer_, after));
  }

  const Method& method_;
  const Options& options_;
  Io& io_;
  const client::Connection connection_;
  client::CallOptions call_;
  Printer printer_;
  std::unique_ptr<Message> answer_;
  const std::string what_;
  int64_t shown_ = 0;
  int exit_code_ = kOk;
  std::optional<absl::Time> said_;  // up to where in the world's time progress was told
};

// Before the call: afterwards it would be too late for a mutation.
absl::Status CheckOptions(const Method& method, const Options& options) {
  const google::protobuf::Descriptor* answer = method.descriptor->output_type();
  if (options.limit != 0 && !method.descriptor->server_streaming()) {
    return absl::InvalidArgumentError("--limit is for streams; a list takes --page-size");
  }
  if (options.all && method.descriptor->input_type()->FindFieldByName("page_token") == nullptr) {
    return absl::InvalidArgumentError("--all is for lists that come in pages");
  }
  if (!options.get.empty()) return CheckSelector(answer, options.get);
  const bool nameless = answer->field_count() > 0 && NameSelector(answer).empty();
  if (options.output == Output::kName && nameless) {
    return absl::InvalidArgumentError("--output name: the answer has no name");
  }
  return absl::OkStatus();
}

}  // namespace

int RunCall(const Catalog& catalog, const Arguments& arguments, Io& io) {
  const auto fail = [&io](const absl::Status& status) {
    io.err << RenderError(status, "", "");
    return ExitCodeOfMistake(status);
  };
  const absl::StatusOr<Profile> profile = EffectiveProfile(arguments.options, io);
  if (!profile.ok()) return fail(profile.status());
  const absl::Status address =
      CheckAddress(AddressFlag(*arguments.noun), AddressOf(*arguments.noun, *profile));
  if (!address.ok()) return fail(address);
  const absl::Status options = CheckOptions(*arguments.method, arguments.options);
  if (!options.ok()) return fail(options);
  const absl::StatusOr<std::unique_ptr<Message>> request =
      BuildRequest(catalog, arguments, profile->workspace, SourceReader(io));
  if (!request.ok()) return fail(request.status());

  const auto credentials = CredentialsFor(*arguments.noun, *profile);
  if (!credentials.ok()) return fail(credentials.status());

  Call call(catalog, arguments, *profile, *credentials, io);
  const std::string request_id = RequestIdOf(**request);
  const absl::Status status = call.Run(**request);
  if (status.ok()) return call.exit_code();
  if (IsNobodyThere(status)) {
    io.err << RenderError(NobodyThere(*arguments.noun, *profile), "", "");
    return kUnavailable;
  }
  io.err << RenderError(status, request_id, call.call_id(), [&arguments](const std::string& field) {
    return WordFor(*arguments.method, field);
  });
  if (absl::IsUnauthenticated(status) && profile->key.empty()) {
    io.err << "No key was sent: name a profile with --profile or SPARKGATE_PROFILE, or a key with "
              "--key-file.\n";
  }
  return ExitCodeOf(status);
}

}  // namespace sparkgate::cli
