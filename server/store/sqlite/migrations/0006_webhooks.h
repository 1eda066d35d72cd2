#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0006_WEBHOOKS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0006_WEBHOOKS_H_

namespace sparkgate::server::sqlite {

// Webhook endpoints, and what is and was sent to them.
inline constexpr char kMigration0006[] = R"sql(
CREATE TABLE webhook_endpoints (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  url TEXT NOT NULL,
  event_types TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  scheme INTEGER NOT NULL,
  secret TEXT NOT NULL,
  public_key TEXT NOT NULL,
  old_secret TEXT NOT NULL,
  old_public_key TEXT NOT NULL,
  old_secret_end INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  last_position INTEGER NOT NULL,
  failing_since INTEGER,
  unanswered INTEGER NOT NULL,
  hold_until INTEGER,
  PRIMARY KEY (workspace, id)
) STRICT;

CREATE TABLE webhook_deliveries (
  workspace TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  position INTEGER NOT NULL,
  message TEXT NOT NULL,
  event INTEGER NOT NULL,
  type TEXT NOT NULL,
  resource TEXT NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  next_time INTEGER NOT NULL,
  attempt_time INTEGER,
  status INTEGER NOT NULL,
  failure TEXT NOT NULL,
  PRIMARY KEY (workspace, endpoint, position)
) STRICT, WITHOUT ROWID;
-- What waits, which is little.
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (workspace, endpoint, position)
  WHERE state = 1;
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0006_WEBHOOKS_H_
