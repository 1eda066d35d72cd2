#include "base/error.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

constexpr std::string_view kAccountInfo = "advertiser/info";

const std::vector<std::string>& AccountFields() {
  static const auto& fields = *new std::vector<std::string>{
      "advertiser_id", "name",     "company", "status",  "role",       "rejection_reason",
      "currency",      "timezone", "country", "balance", "create_time"};
  return fields;
}

AdAccount ReadAccount(const json::object& row) {
  return {.advertiser_id = Id(row, "advertiser_id"),
          .name = Text(row, "name"),
          .company = Text(row, "company"),
          .status = Text(row, "status"),
          .role = Text(row, "role"),
          .rejection_reason = Text(row, "rejection_reason"),
          .currency = Text(row, "currency"),
          .timezone = Text(row, "timezone"),
          .country = Text(row, "country"),
          .balance_micros = Micros(row, "balance"),
          .create_time = Time(row, "create_time")};
}

class HttpAdvertiserApi final : public AdvertiserApi {
 public:
  explicit HttpAdvertiserApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<std::vector<AdAccount>> GetAccounts(
      const Call& call, const std::vector<std::string>& advertiser_ids) override {
    Query query;
    query.Add("advertiser_ids", advertiser_ids).Add("fields", AccountFields());
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kAccountInfo, query));
    std::vector<AdAccount> accounts;
    for (const json::object* row : Objects(data, "list")) accounts.push_back(ReadAccount(*row));
    return accounts;
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<AdvertiserApi> NewHttpAdvertiserApi(const OpenApi& api) {
  return std::make_unique<HttpAdvertiserApi>(api);
}

}  // namespace sparkgate::tiktok
