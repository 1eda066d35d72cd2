#include "server/store/sql/webhook_tables.h"

#include <array>

#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {

template <>
struct Described<WebhookEndpoint> {
  static constexpr std::string_view kTable = "webhook_endpoints";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& endpoint) {
    visit("workspace", endpoint.workspace);
    visit("id", endpoint.id);
    visit("display_name", endpoint.display_name);
    visit("url", endpoint.url);
    visit("event_types", endpoint.event_types);
    visit("disabled", endpoint.disabled);
    visit("scheme", endpoint.scheme);
    visit("secret", endpoint.secret);
    visit("public_key", endpoint.public_key);
    visit("old_secret", endpoint.old_secret);
    visit("old_public_key", endpoint.old_public_key);
    visit("old_secret_end", endpoint.old_secret_end);
    visit("create_time", endpoint.create_time);
    visit("cursor", endpoint.cursor);
    visit("last_position", endpoint.last_position);
    visit("failing_since", endpoint.failing_since);
    visit("unanswered", endpoint.unanswered);
    visit("hold_until", endpoint.hold_until);
  }
};

template <>
struct Described<WebhookDelivery> {
  static constexpr std::string_view kTable = "webhook_deliveries";
  static constexpr std::array<std::string_view, 3> kKey = {"workspace", "endpoint", "position"};
  template <class V, class R>
  static void Visit(V&& visit, R& delivery) {
    visit("workspace", delivery.workspace);
    visit("endpoint", delivery.endpoint);
    visit("position", delivery.position);
    visit("message", delivery.message);
    visit("event", delivery.event);
    visit("type", delivery.type);
    visit("resource", delivery.resource);
    visit("state", delivery.state);
    visit("attempts", delivery.attempts);
    visit("create_time", delivery.create_time);
    visit("next_time", delivery.next_time);
    visit("attempt_time", delivery.attempt_time);
    visit("status", delivery.status);
    visit("failure", delivery.failure);
  }
};

// Conditions below name it by number, as the partial index does.
static_assert(static_cast<int>(WebhookDeliveryState::kPending) == 1);

absl::StatusOr<std::optional<WebhookEndpoint>> SqlWebhookEndpointTable::Get(
    const std::string& workspace, const std::string& id) const {
  return SelectByKey<WebhookEndpoint>(connection_, {workspace, id});
}

absl::StatusOr<std::vector<WebhookEndpoint>> SqlWebhookEndpointTable::List(
    const std::string& workspace, const Page& page) const {
  Query query(TableOf<WebhookEndpoint>().select);
  query.Where("workspace = ?", {workspace});
  return SelectAll<WebhookEndpoint>(connection_, PagedById(query, page));
}

absl::Status SqlWebhookEndpointTable::Put(const WebhookEndpoint& endpoint) {
  return Upsert(connection_, endpoint);
}

absl::Status SqlWebhookEndpointTable::Erase(const std::string& workspace, const std::string& id) {
  SG_RETURN_IF_ERROR(Change(connection_,
                            "DELETE FROM webhook_deliveries WHERE workspace = ? AND endpoint = ?",
                            {workspace, id})
                         .status());
  return Change(connection_, "DELETE FROM webhook_endpoints WHERE workspace = ? AND id = ?",
                {workspace, id})
      .status();
}

absl::StatusOr<std::optional<WebhookDelivery>> SqlWebhookDeliveryTable::Get(
    const std::string& workspace, const std::string& endpoint, int64_t position) const {
  return SelectByKey<WebhookDelivery>(connection_, {workspace, endpoint, Number(position)});
}

absl::StatusOr<std::vector<WebhookDelivery>> SqlWebhookDeliveryTable::ListPending(
    const std::string& workspace, const std::string& endpoint, int limit) const {
  Query query(TableOf<WebhookDelivery>().select);
  query.Where("workspace = ?", {workspace}).Where("endpoint = ?", {endpoint}).Where("state = 1");
  query.Then(" ORDER BY position LIMIT ?", {Limit(limit)});
  return SelectAll<WebhookDelivery>(connection_, query);
}

absl::StatusOr<int64_t> SqlWebhookDeliveryTable::CountPending(const std::string& workspace,
                                                              const std::string& endpoint) const {
  SG_ASSIGN_OR_RETURN(
      const std::optional<int64_t> count,
      SelectNumber(connection_,
                   "SELECT COUNT(*) FROM webhook_deliveries WHERE workspace = ? AND endpoint = ? "
                   "AND state = 1",
                   {workspace, endpoint}));
  return count.value_or(0);
}

absl::StatusOr<std::vector<WebhookDelivery>> SqlWebhookDeliveryTable::List(
    const std::string& workspace, const std::string& endpoint,
    std::optional<WebhookDeliveryState> state, int64_t before, int limit) const {
  Query query(TableOf<WebhookDelivery>().select);
  query.Where("workspace = ?", {workspace}).Where("endpoint = ?", {endpoint});
  query.Where("position < ?", {Number(before)});
  if (state.has_value()) query.Where("state = ?", {Number(*state)});
  query.Then(" ORDER BY position DESC LIMIT ?", {Limit(limit)});
  return SelectAll<WebhookDelivery>(connection_, query);
}

absl::Status SqlWebhookDeliveryTable::Put(const WebhookDelivery& delivery) {
  return Upsert(connection_, delivery);
}

absl::Status SqlWebhookDeliveryTable::EraseOver(const std::string& workspace,
                                                const std::string& endpoint, int64_t up_to) {
  return Change(connection_,
                "DELETE FROM webhook_deliveries WHERE workspace = ? AND endpoint = ? AND "
                "position <= ? AND state <> 1",
                {workspace, endpoint, Number(up_to)})
      .status();
}

}  // namespace sparkgate::server::sql
