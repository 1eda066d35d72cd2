#include <array>

#include "server/store/sql/code_tables.h"
#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {

template <>
struct Described<Code> {
  static constexpr std::string_view kTable = "codes";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& code) {
    visit("workspace", code.workspace);
    visit("id", code.id);
    visit("origin", code.origin);
    visit("state", code.state);
    visit("creator", code.creator);
    visit("item_id", code.item_id);
    visit("start_time", code.start_time);
    visit("end_time", code.end_time);
    visit("duration_days", code.duration_days);
    visit("create_time", code.create_time);
    visit("lookup_hash", code.lookup_hash);
    visit("code", code.code);
    visit("hint", code.hint);
  }
};

template <>
struct Described<TimedCode> {
  static constexpr std::string_view kTable =
      "codes JOIN (SELECT id AS clock_of, environment, state AS workspace_state,"
      " world_incarnation, world_now FROM workspaces) AS clocks ON clock_of = workspace";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& timed) {
    Described<Code>::Visit(visit, timed.code);
    visit("clock_of", timed.clock.id);
    visit("environment", timed.clock.environment);
    visit("workspace_state", timed.clock.state);
    visit("world_incarnation", timed.clock.world_incarnation);
    visit("world_now", timed.clock.world_now);
  }
};

namespace {

// StateAt in SQL: EXPIRED is a matter of time and never stored.
void WhereStateAt(Query& query, CodeState state, absl::Time now) {
  switch (state) {
    case CodeState::kNotUsed:
    case CodeState::kInUse:
      query.Where("state = ? AND end_time > ?", {Number(state), Number(now)});
      return;
    case CodeState::kExpired:
      query.Where("state IN (?, ?) AND end_time <= ?",
                  {Number(CodeState::kNotUsed), Number(CodeState::kInUse), Number(now)});
      return;
    case CodeState::kDeleted:
      query.Where("state = ?", {Number(state)});
      return;
  }
}

}  // namespace

absl::StatusOr<std::optional<Code>> SqlCodeTable::Get(const std::string& workspace,
                                                      const std::string& id) const {
  return SelectByKey<Code>(connection_, {workspace, id});
}

absl::StatusOr<std::optional<TimedCode>> SqlCodeTable::GetTimed(const std::string& workspace,
                                                                const std::string& id) const {
  return SelectByKey<TimedCode>(connection_, {workspace, id});
}

absl::StatusOr<std::optional<Code>> SqlCodeTable::FindByLookup(
    const std::string& workspace, const std::string& lookup_hash) const {
  // The index leaves out codes that have no hash yet, and is used only if the query does too.
  static const auto* const kSql = new std::string(
      TableOf<Code>().select + " WHERE workspace = ? AND lookup_hash = ? AND lookup_hash <> ''");
  return SelectOne<Code>(connection_, *kSql, {workspace, lookup_hash});
}

absl::StatusOr<std::optional<Code>> SqlCodeTable::FindByPost(const std::string& workspace,
                                                             const std::string& creator,
                                                             const std::string& item_id) const {
  static const auto* const kSql = new std::string(
      TableOf<Code>().select +
      " WHERE workspace = ? AND item_id = ? AND creator = ? AND origin = ? AND state <> ?"
      " ORDER BY id DESC LIMIT 1");
  return SelectOne<Code>(
      connection_, *kSql,
      {workspace, item_id, creator, Number(CodeOrigin::kGenerated), Number(CodeState::kDeleted)});
}

absl::StatusOr<bool> SqlCodeTable::HasDeleted(const std::string& workspace,
                                              const std::string& creator,
                                              const std::string& item_id) const {
  SG_ASSIGN_OR_RETURN(
      const std::optional<int64_t> one,
      SelectNumber(connection_,
                   "SELECT 1 FROM codes WHERE workspace = ? AND item_id = ? AND creator = ?"
                   " AND origin = ? AND state = ? LIMIT 1",
                   {workspace, item_id, creator, Number(CodeOrigin::kGenerated),
                    Number(CodeState::kDeleted)}));
  return one.has_value();
}

absl::StatusOr<std::vector<Code>> SqlCodeTable::List(const std::string& workspace,
                                                     const Filter& filter, const Page& page) const {
  Query query(TableOf<Code>().select);
  query.Where("workspace = ?", {workspace});
  if (!filter.creator.empty()) query.Where("creator = ?", {filter.creator});
  if (filter.state.has_value()) WhereStateAt(query, *filter.state, filter.now);
  return SelectAll<Code>(connection_, PagedById(query, page));
}

absl::Status SqlCodeTable::Put(const Code& code) { return Upsert(connection_, code); }

}  // namespace sparkgate::server::sql
