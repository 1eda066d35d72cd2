#include "server/store/sql/transaction.h"

#include <array>

#include "server/store/sql/query.h"

namespace sparkgate::server::sql {
namespace {

struct Meta {
  std::string key;
  std::string value;
};

}  // namespace

template <>
struct Described<Meta> {
  static constexpr std::string_view kTable = "meta";
  static constexpr std::array<std::string_view, 1> kKey = {"name"};
  template <class V, class R>
  static void Visit(V&& visit, R& meta) {
    visit("name", meta.key);
    visit("value", meta.value);
  }
};

SqlTransaction::SqlTransaction(Connection& connection)
    : connection_(connection),
      workspaces_(connection, appended_),
      apps_(connection),
      api_keys_(connection),
      request_ids_(connection),
      creators_(connection),
      advertisers_(connection),
      ad_accounts_(connection),
      connect_states_(connection),
      codes_(connection),
      spark_posts_(connection),
      code_imports_(connection),
      campaigns_(connection),
      ad_groups_(connection),
      ads_(connection),
      operations_(connection),
      events_(connection, appended_),
      audit_(connection, appended_),
      work_(connection),
      webhook_endpoints_(connection),
      webhook_deliveries_(connection) {}

absl::StatusOr<std::string> SqlTransaction::GetMeta(const std::string& key) const {
  SG_ASSIGN_OR_RETURN(std::optional<Meta> meta, SelectByKey<Meta>(connection_, {key}));
  return meta.has_value() ? std::move(meta->value) : std::string();
}

absl::Status SqlTransaction::PutMeta(const std::string& key, const std::string& value) {
  return Upsert(connection_, Meta{key, value});
}

}  // namespace sparkgate::server::sql
