// LedgerService: the record, and what it tells of posts.
#include <algorithm>

#include "base/error.h"
#include "server/api/convert/time.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/ledger/uses.h"
#include "server/usecases/names.h"
#include "sparkgate/v1/ledger_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

// `whole`: all of it may be read; else what the chain needs.
void ToProto(const AuditEntry& entry, bool whole, v1::LedgerEntry* proto) {
  proto->set_name(LedgerEntryName(entry.workspace, entry.number));
  proto->set_number(entry.number);
  proto->set_digest(entry.digest);
  proto->set_hash(entry.hash);
  if (!whole) return;
  SetTime(entry.time, proto->mutable_time());
  proto->set_principal(entry.principal);
  proto->set_action(entry.action);
  proto->set_resource(entry.resource);
  proto->set_item_id(entry.item_id);
  proto->mutable_attributes()->insert(entry.attributes.begin(), entry.attributes.end());
}

void ToProto(const PostUse& use, v1::PostUse* proto) {
  proto->set_ad(use.ad);
  proto->set_spark_post(use.spark_post);
  proto->set_code(use.code);
  proto->set_principal(use.principal);
  SetTime(use.begin_time, proto->mutable_begin_time());
  if (use.end_time.has_value()) SetTime(*use.end_time, proto->mutable_end_time());
  proto->set_end_reason(use.end_reason);
}

absl::StatusOr<v1::ListEntriesResponse> ListEntries(Env& env, const rpc::CallContext& context,
                                                    const v1::ListEntriesRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  if (request.after() < 0) return InvalidField("after", "must not be negative");
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(const int64_t after, NumberAfter(page, request.after()));
  std::vector<AuditEntry> entries;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(entries, tx.audit().List(ids[0], after, page.page.limit));
    return absl::OkStatus();
  }));
  v1::ListEntriesResponse response;
  response.set_next_page_token(FinishPage(
      page, entries, [](const AuditEntry& entry) { return std::to_string(entry.number); }));
  for (const AuditEntry& entry : entries) {
    const bool whole = request.item_id().empty() || entry.item_id == request.item_id();
    ToProto(entry, whole, response.add_entries());
  }
  return response;
}

absl::StatusOr<v1::LedgerHead> GetHead(Env& env, const rpc::CallContext& context,
                                       const v1::GetHeadRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  AuditHead head;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(head, tx.audit().Head(ids[0]));
    return absl::OkStatus();
  }));
  v1::LedgerHead proto;
  proto.set_number(head.number);
  proto.set_hash(head.hash);
  return proto;
}

absl::StatusOr<v1::ListUsesResponse> ListUses(Env& env, const rpc::CallContext& context,
                                              const v1::ListUsesRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  if (request.item_id().empty()) return InvalidField("item_id", "is needed");
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(const int64_t shown, NumberAfter(page, 0));
  SG_ASSIGN_OR_RETURN(const std::vector<PostUse> uses,
                      ListPostUses(env, ids[0], request.item_id()));
  v1::ListUsesResponse response;
  const int64_t end = std::min<int64_t>(shown + page.size, static_cast<int64_t>(uses.size()));
  for (int64_t i = shown; i < end; ++i) ToProto(uses[static_cast<size_t>(i)], response.add_uses());
  if (end < static_cast<int64_t>(uses.size())) {
    response.set_next_page_token(PageTokenAfter(page, std::to_string(end)));
  }
  return response;
}

}  // namespace

void RegisterLedgerService(Env& env, rpc::MethodTable& table) {
  Serve(env, table, "sparkgate.v1.LedgerService/ListEntries", {.roles = kAdmins}, ListEntries);
  Serve(env, table, "sparkgate.v1.LedgerService/GetHead", {.roles = kReaders}, GetHead);
  Serve(env, table, "sparkgate.v1.LedgerService/ListUses", {.roles = kReaders}, ListUses);
}

}  // namespace sparkgate::server
