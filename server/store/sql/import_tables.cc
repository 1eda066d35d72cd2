#include "server/store/sql/import_tables.h"

#include <array>

#include "server/store/sql/query.h"

namespace sparkgate::server::sql {

template <>
struct Described<CodeImport> {
  static constexpr std::string_view kTable = "code_imports";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& row) {
    visit("workspace", row.workspace);
    visit("id", row.id);
    visit("ad_account", row.ad_account);
    visit("stage", row.stage);
    visit("settled", row.settled);
    visit("skipping", row.skipping);
    visit("items", row.items);
    visit("duplicates", row.duplicates);
    visit("refused", row.refused);
    visit("done", row.done);
    visit("failed", row.failed);
    visit("cancelled", row.cancelled);
  }
};

template <>
struct Described<ImportItem> {
  static constexpr std::string_view kTable = "import_items";
  static constexpr std::array<std::string_view, 3> kKey = {"workspace", "code_import", "number"};
  template <class V, class R>
  static void Visit(V&& visit, R& row) {
    visit("workspace", row.workspace);
    visit("code_import", row.code_import);
    visit("number", row.number);
    visit("state", row.state);
    visit("text_offset", row.text_offset);
    visit("text_length", row.text_length);
    visit("hint", row.hint);
    visit("lookup_hash", row.lookup_hash);
    visit("arguments", row.arguments);
    visit("same_as", row.same_as);
    visit("operation", row.operation);
    visit("item_id", row.item_id);
    visit("error_code", row.error_code);
    visit("error_reason", row.error_reason);
    visit("error_message", row.error_message);
    visit("error_who", row.error_who);
  }
};

absl::StatusOr<std::optional<CodeImport>> SqlCodeImportTable::Get(const std::string& workspace,
                                                                  const std::string& id) const {
  return SelectByKey<CodeImport>(connection_, {workspace, id});
}

absl::Status SqlCodeImportTable::Put(const CodeImport& code_import) {
  return Upsert(connection_, code_import);
}

absl::StatusOr<std::optional<int64_t>> SqlCodeImportTable::FindItem(
    const std::string& workspace, const std::string& code_import,
    const std::string& lookup_hash) const {
  return SelectNumber(connection_,
                      "SELECT number FROM import_items WHERE workspace = ? AND code_import = ?"
                      " AND lookup_hash = ? AND lookup_hash <> ''",
                      {workspace, code_import, lookup_hash});
}

absl::StatusOr<std::vector<ImportItem>> SqlCodeImportTable::ListItems(
    const std::string& workspace, const std::string& code_import,
    std::optional<ImportItemState> state, int64_t after, int limit) const {
  Query query(TableOf<ImportItem>().select);
  query.Where("workspace = ?", {workspace}).Where("code_import = ?", {code_import});
  if (state.has_value()) query.Where("state = ?", {static_cast<int64_t>(*state)});
  query.Where("number > ?", {after}).Then(" ORDER BY number LIMIT ?", {int64_t{limit}});
  return SelectAll<ImportItem>(connection_, query);
}

absl::Status SqlCodeImportTable::PutItem(const ImportItem& item) {
  return Upsert(connection_, item);
}

absl::StatusOr<int64_t> SqlCodeImportTable::CancelWaiting(const std::string& workspace,
                                                          const std::string& code_import) {
  return Change(connection_,
                "UPDATE import_items SET state = ?, arguments = '' WHERE workspace = ?"
                " AND code_import = ? AND state = ?",
                {static_cast<int64_t>(ImportItemState::kCancelled), workspace, code_import,
                 static_cast<int64_t>(ImportItemState::kWaiting)});
}

}  // namespace sparkgate::server::sql
