#include "server/usecases/library/code_import.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/code.h"
#include "server/usecases/library/library_mutations.h"
#include "server/usecases/names.h"
#include "server/usecases/operations.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

absl::StatusOr<CodeImport> ImportIn(const Transaction& tx, const std::string& workspace,
                                    const std::string& id) {
  SG_ASSIGN_OR_RETURN(auto found, tx.code_imports().Get(workspace, id));
  if (!found.has_value()) {
    return ResourceNotFound("sparkgate/Operation", OperationName(workspace, id));
  }
  return *std::move(found);
}

absl::Status ImportError(const CodeImport& about, absl::StatusCode code, const char* reason,
                         std::string message) {
  return Error(code, std::move(message),
               {.reason = reason,
                .who = Actor::kCaller,
                .metadata = {{"operation", OperationName(about.workspace, about.id)},
                             {"offset", std::to_string(about.settled)}}});
}

absl::Status ImportOver(const CodeImport& about) {
  return ImportError(about, absl::StatusCode::kFailedPrecondition, "IMPORT_OVER",
                     "The import was cancelled: it takes no more text.");
}

// What was found, as it is written down but for its number.
absl::StatusOr<std::vector<ImportItem>> Describe(Env& env, const Workspace& workspace,
                                                 const CodeImport& of,
                                                 const std::vector<FoundCode>& found) {
  std::vector<ImportItem> items;
  items.reserve(found.size());
  for (const FoundCode& code : found) {
    ImportItem& item = items.emplace_back();
    item.workspace = workspace.id;
    item.code_import = of.id;
    item.text_offset = code.offset;
    item.text_length = code.length;
    if (code.canonical.empty()) {
      item.state = ImportItemState::kRefused;
      continue;
    }
    item.hint = CodeHint(code.canonical);
    SG_ASSIGN_OR_RETURN(item.lookup_hash, env.vault.LookupHash(workspace, code.canonical));
    SG_ASSIGN_OR_RETURN(item.arguments,
                        AuthorizeArguments(env, workspace, of.ad_account, code.canonical, ""));
  }
  return items;
}

absl::Status AddItem(Transaction& tx, CodeImport& to, ImportItem item) {
  item.number = ++to.items;
  if (item.state == ImportItemState::kRefused) {
    ++to.refused;
  } else {
    SG_ASSIGN_OR_RETURN(const auto first,
                        tx.code_imports().FindItem(to.workspace, to.id, item.lookup_hash));
    if (first.has_value()) {
      item.state = ImportItemState::kDuplicate;
      item.same_as = *first;
      item.lookup_hash.clear();
      item.arguments.clear();
      ++to.duplicates;
    }
  }
  return tx.code_imports().PutItem(item);
}

}  // namespace

absl::Status StopWaitingForText(Transaction& tx, const CodeImport& of) {
  SG_ASSIGN_OR_RETURN(auto operation, tx.operations().Get(of.workspace, of.id));
  if (!operation.has_value()) return absl::InternalError("an import's operation is missing");
  operation->waiting_for.clear();
  operation->item_count = static_cast<int>(of.items);
  return tx.operations().Put(*operation);
}

absl::StatusOr<CodeImport> StartImport(Env& env, const Call& call, const std::string& ad_account) {
  SG_ASSIGN_OR_RETURN(
      const Operation operation,
      env.operations->Start(call,
                            {.kind = kImportCodes,
                             .target = AdAccountName(call.workspace, ad_account),
                             .arguments = "{}"},
                            [&](Transaction& tx, Operation& composite, absl::Time) -> absl::Status {
                              SG_ASSIGN_OR_RETURN(const auto account,
                                                  tx.ad_accounts().Get(call.workspace, ad_account));
                              if (!account.has_value()) {
                                return ResourceNotFound("sparkgate/AdAccount",
                                                        AdAccountName(call.workspace, ad_account));
                              }
                              composite.waiting_for = kWaitsForText;
                              return tx.code_imports().Put({.workspace = call.workspace,
                                                            .id = composite.id,
                                                            .ad_account = ad_account});
                            }));
  CodeImport started;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(started, ImportIn(tx, call.workspace, operation.id));
    return absl::OkStatus();
  }));
  return started;
}

absl::Status ImportReceiver::Take(int64_t offset, std::string_view text, bool last) {
  if (at_.stage != ImportStage::kReceiving) {
    // Nobody knows whether the end was heard: it may be said again.
    if (at_.stage == ImportStage::kRedeeming) return absl::OkStatus();
    return ImportOver(at_);
  }
  const int64_t known = splitter_.received() - offset;
  if (known < 0) {
    return ImportError(
        at_, absl::StatusCode::kOutOfRange, "IMPORT_GAP",
        fmt::format("The text was received up to {}: what comes before {} is missing.",
                    splitter_.received(), offset));
  }
  if (known < static_cast<int64_t>(text.size())) {
    text.remove_prefix(static_cast<size_t>(known));
  } else {
    text = "";
  }
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env_, at_.workspace));
  std::vector<FoundCode> found;
  splitter_.Feed(text, found);
  if (last) splitter_.Finish(found);
  SG_ASSIGN_OR_RETURN(std::vector<ImportItem> items, Describe(env_, workspace, at_, found));
  return Keep(workspace, std::move(items), last);
}

absl::Status ImportReceiver::Keep(const Workspace& workspace, std::vector<ImportItem> items,
                                  bool last) {
  SG_ASSIGN_OR_RETURN(const absl::Time now, env_.clocks.Now(workspace));
  CodeImport after;
  SG_RETURN_IF_ERROR(env_.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(after, ImportIn(tx, at_.workspace, at_.id));
    if (after.stage == ImportStage::kCancelled) return ImportOver(after);
    if (after != at_) {
      return ImportError(after, absl::StatusCode::kAborted, "IMPORT_ELSEWHERE",
                         "Another stream went on with this import.");
    }
    for (const ImportItem& item : items) SG_RETURN_IF_ERROR(AddItem(tx, after, item));
    after.settled = splitter_.settled();
    after.skipping = splitter_.skipping();
    if (last) {
      after.stage = ImportStage::kRedeeming;
      SG_RETURN_IF_ERROR(StopWaitingForText(tx, after));
      SG_RETURN_IF_ERROR(WakeWork(tx, after.workspace, kOperationWork, after.id, now));
    }
    // Unchanged, it needn't be written.
    return after == at_ ? absl::OkStatus() : tx.code_imports().Put(after);
  }));
  at_ = std::move(after);
  if (last) env_.work.Poke(at_.workspace);
  return absl::OkStatus();
}

absl::StatusOr<ImportPage> ListImportItems(Env& env, const std::string& workspace,
                                           const std::string& id,
                                           std::optional<ImportItemState> state, int64_t after,
                                           int limit) {
  ImportPage page;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(CodeImport whole, ImportIn(tx, workspace, id));
    page.ad_account = std::move(whole.ad_account);
    SG_ASSIGN_OR_RETURN(page.items,
                        tx.code_imports().ListItems(workspace, id, state, after, limit));
    return absl::OkStatus();
  }));
  return page;
}

}  // namespace sparkgate::server
