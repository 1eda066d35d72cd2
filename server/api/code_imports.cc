#include "server/api/code_imports.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "rpc/status_proto.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/domain/code.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/library/code_import.h"
#include "server/usecases/names.h"
#include "sparkgate/v1/library_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
constexpr char kOperationPattern[] = "workspaces/*/operations/*";

// A client that sends without reading gets fewer answers, since a stream queues no more than 256.
constexpr size_t kUnread = 32;

// Callbacks come one at a time.
class ImportStream : public std::enable_shared_from_this<ImportStream> {
 public:
  using Stream = rpc::BidiStream<v1::ImportCodesRequest, v1::ImportCodesResponse>;

  ImportStream(Env& env, rpc::CallContext& context, std::shared_ptr<Stream> stream)
      : env_(env), caller_(context), stream_(std::move(stream)) {}

  void Start() {
    const auto self = shared_from_this();
    stream_->OnMessage([self](const v1::ImportCodesRequest& request) {
      const absl::Status taken = self->Take(request);
      if (!taken.ok()) self->stream_->Finish(taken);
    });
    stream_->raw().OnDrained([self] { self->Tell(); });
    // What was acknowledged is kept: the client goes on when it is back.
    stream_->raw().OnHalfClosed([self] { self->stream_->Finish(absl::OkStatus()); });
  }

 private:
  // Who calls, for longer than the handler's context lives.
  class CallerCopy final : public rpc::CallContext {
   public:
    explicit CallerCopy(const rpc::CallContext& context)
        : method_(context.method()), call_id_(context.call_id()), caller_(context.caller()) {}
    std::string_view method() const override { return method_; }
    const std::string& call_id() const override { return call_id_; }
    const rpc::Caller& caller() const override { return caller_; }
    bool cancelled() const override { return false; }
    absl::Duration remaining() const override { return absl::Seconds(30); }
    void Annotate(std::string_view, std::string) override {}

   private:
    const std::string method_;
    const std::string call_id_;
    const rpc::Caller caller_;
  };

  absl::Status Take(const v1::ImportCodesRequest& request) {
    if (stream_->raw().over()) return absl::OkStatus();
    if (request.text().size() > kLongestPiece) {
      return InvalidField("text", "must be at most 262144 bytes");
    }
    if (request.offset() < 0) return InvalidField("offset", "must not be negative");
    if (!receiver_.has_value()) SG_RETURN_IF_ERROR(Begin(request));
    SG_RETURN_IF_ERROR(env_.store.Read([&](const Transaction& tx) {
      return CheckKey(tx, workspace_, caller_.caller().principal, env_.clocks.RealNow());
    }));
    SG_RETURN_IF_ERROR(receiver_->Take(request.offset(), request.text(), request.last()));
    told_ = false;
    const bool whole = receiver_->at().stage == ImportStage::kRedeeming;
    if (whole || stream_->raw().pending() < kUnread) Tell();
    if (whole) stream_->Finish(absl::OkStatus());
    return absl::OkStatus();
  }

  absl::Status Begin(const v1::ImportCodesRequest& request) {
    SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(caller_, request.ad_account(),
                                                     kAdAccountPattern, "ad_account"));
    workspace_ = ids[0];
    // What makes the import; the text that comes along may differ when it is resumed.
    v1::ImportCodesRequest first;
    first.set_ad_account(request.ad_account());
    first.set_request_id(request.request_id());
    SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env_, caller_, first, workspace_));
    SG_ASSIGN_OR_RETURN(CodeImport started, StartImport(env_, call, ids[1]));
    receiver_.emplace(env_, std::move(started));
    return absl::OkStatus();
  }

  void Tell() {
    if (told_ || !receiver_.has_value()) return;
    told_ = true;
    const CodeImport& at = receiver_->at();
    v1::ImportCodesResponse response;
    response.set_operation(OperationName(at.workspace, at.id));
    response.set_offset(at.settled);
    response.set_item_count(at.items);
    response.set_duplicate_count(at.duplicates);
    response.set_refused_count(at.refused);
    response.set_finished(at.stage == ImportStage::kRedeeming);
    stream_->Write(response);
  }

  Env& env_;
  const CallerCopy caller_;
  const std::shared_ptr<Stream> stream_;
  std::string workspace_;
  std::optional<ImportReceiver> receiver_;  // from the first message on
  bool told_ = true;                        // of all that was received
};

v1::ImportedCode ToProto(const ImportItem& item, const std::string& ad_account,
                         const std::string& call_id) {
  v1::ImportedCode out;
  out.set_number(item.number);
  out.set_state(static_cast<v1::ImportedCodeState>(static_cast<int>(item.state)));
  out.set_offset(item.text_offset);
  out.set_length(item.text_length);
  out.set_hint(item.hint);
  if (!item.item_id.empty()) {
    out.set_spark_post(SparkPostName(item.workspace, ad_account, item.item_id));
  }
  out.set_same_as(item.same_as);
  if (!item.operation.empty()) out.set_operation(OperationName(item.workspace, item.operation));
  if (item.state == ImportItemState::kRefused) {
    *out.mutable_error() = rpc::ToProto(CanonicalCode("", "text").status(), call_id);
  } else if (item.state == ImportItemState::kFailed) {
    Operation failed{.workspace = item.workspace, .id = item.operation};
    failed.state = OperationState::kFailed;
    failed.error_code = item.error_code;
    failed.error_reason = item.error_reason;
    failed.error_message = item.error_message;
    failed.error_who = item.error_who;
    *out.mutable_error() = rpc::ToProto(ErrorOf(failed), call_id);
  }
  return out;
}

absl::StatusOr<v1::ListImportedCodesResponse> HandleListImportedCodes(
    Env& env, const rpc::CallContext& context, const v1::ListImportedCodesRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), kOperationPattern, "parent"));
  if (!v1::ImportedCodeState_IsValid(request.state())) return InvalidField("state", "is unknown");
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(const int64_t after, NumberAfter(page, 0));
  std::optional<ImportItemState> state;
  if (request.state() != v1::IMPORTED_CODE_STATE_UNSPECIFIED) {
    state = static_cast<ImportItemState>(static_cast<int>(request.state()));
  }
  SG_ASSIGN_OR_RETURN(ImportPage items,
                      ListImportItems(env, ids[0], ids[1], state, after, page.page.limit));
  v1::ListImportedCodesResponse response;
  response.set_next_page_token(FinishPage(
      page, items.items, [](const ImportItem& item) { return std::to_string(item.number); }));
  for (const ImportItem& item : items.items) {
    *response.add_imported_codes() = ToProto(item, items.ad_account, context.call_id());
  }
  return response;
}

}  // namespace

void RegisterCodeImports(Env& env, rpc::MethodTable& table) {
  table.Bidi<v1::ImportCodesRequest, v1::ImportCodesResponse>(
      "sparkgate.v1.LibraryService/ImportCodes", {.roles = kAdvertisers},
      [&env](rpc::CallContext& context, auto stream) {
        std::make_shared<ImportStream>(env, context, std::move(stream))->Start();
      });
  Serve(env, table, "sparkgate.v1.LibraryService/ListImportedCodes", {.roles = kReaders},
        HandleListImportedCodes);
}

}  // namespace sparkgate::server
