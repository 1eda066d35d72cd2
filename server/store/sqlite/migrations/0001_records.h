// The records of the first step.
//
// Tables are STRICT, so that a wrong type is an error as on other engines. Narrow ones are WITHOUT
// ROWID: their rows lie in the key's own tree, and a read by key is one descent. Wide ones aren't,
// since a row of a kilobyte in a key's tree makes it deep.
//
// Indexes on random keys are what writes cost, so each serves a statement that would scan else.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0001_RECORDS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0001_RECORDS_H_

namespace sparkgate::server::sqlite {

inline constexpr char kMigration0001[] = R"sql(
CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workspaces (
  id TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL,
  environment INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  state INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  name_tags_disabled INTEGER NOT NULL,
  settle INTEGER NOT NULL,
  upstream_timeout INTEGER NOT NULL,
  alert_days TEXT NOT NULL,
  data_key TEXT NOT NULL,
  lookup_key TEXT NOT NULL,
  world_seed TEXT NOT NULL,
  world_start INTEGER NOT NULL,
  clock_speed REAL NOT NULL,
  world_incarnation TEXT NOT NULL,
  world_now INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX workspaces_by_app ON workspaces (app_id);

CREATE TABLE apps (
  id TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL,
  environment INTEGER NOT NULL,
  tiktok_app_id TEXT NOT NULL,
  secret TEXT NOT NULL,
  tier INTEGER NOT NULL,
  redirect_uris TEXT NOT NULL,
  create_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  role INTEGER NOT NULL,
  secret_hash TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  expire_time INTEGER,
  revoke_time INTEGER,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
-- Not led by the workspace: the secret is how a call says which one it means.
CREATE UNIQUE INDEX api_keys_by_hash ON api_keys (secret_hash);

CREATE TABLE request_ids (
  workspace TEXT NOT NULL,
  principal TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  resource TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  PRIMARY KEY (workspace, principal, method, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_ids_by_time ON request_ids (create_time);

CREATE TABLE creators (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  open_id TEXT NOT NULL,
  username TEXT NOT NULL,
  display_name TEXT NOT NULL,
  follower_count INTEGER NOT NULL,
  state INTEGER NOT NULL,
  scopes TEXT NOT NULL,
  access_token TEXT NOT NULL,
  refresh_token TEXT NOT NULL,
  access_end INTEGER NOT NULL,
  consent_end INTEGER NOT NULL,
  connect_time INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE UNIQUE INDEX creators_by_open_id ON creators (workspace, open_id);

CREATE TABLE advertisers (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  state INTEGER NOT NULL,
  scopes TEXT NOT NULL,
  ad_accounts TEXT NOT NULL,
  access_token TEXT NOT NULL,
  connect_time INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;

CREATE TABLE ad_accounts (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  advertiser TEXT NOT NULL,
  display_name TEXT NOT NULL,
  tiktok_status TEXT NOT NULL,
  currency TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  balance_micros INTEGER NOT NULL,
  sync_time INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE connect_states (
  workspace TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  kind INTEGER NOT NULL,
  redirect_uri TEXT NOT NULL,
  expire_time INTEGER NOT NULL,
  PRIMARY KEY (workspace, state_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE codes (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  origin INTEGER NOT NULL,
  state INTEGER NOT NULL,
  creator TEXT NOT NULL,
  item_id TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER NOT NULL,
  duration_days INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  lookup_hash TEXT NOT NULL,
  code TEXT NOT NULL,
  hint TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX codes_by_lookup ON codes (workspace, lookup_hash) WHERE lookup_hash <> '';
CREATE INDEX codes_by_creator ON codes (workspace, creator, id);
CREATE INDEX codes_by_post ON codes (workspace, item_id, id);

CREATE TABLE spark_posts (
  workspace TEXT NOT NULL,
  ad_account TEXT NOT NULL,
  item_id TEXT NOT NULL,
  state INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  creator_name TEXT NOT NULL,
  caption TEXT NOT NULL,
  cover_uri TEXT NOT NULL,
  item_type TEXT NOT NULL,
  identity_id TEXT NOT NULL,
  code_id TEXT NOT NULL,
  auth_start INTEGER NOT NULL,
  auth_end INTEGER NOT NULL,
  tiktok_auth_status TEXT NOT NULL,
  tiktok_item_status TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  sync_time INTEGER NOT NULL,
  last_alert_days INTEGER NOT NULL,
  search_text TEXT NOT NULL,
  PRIMARY KEY (workspace, ad_account, item_id)
) STRICT;
CREATE INDEX spark_posts_by_time ON spark_posts (workspace, create_time, item_id, ad_account);
CREATE INDEX spark_posts_by_account
  ON spark_posts (workspace, ad_account, create_time, item_id);
CREATE INDEX spark_posts_by_item ON spark_posts (workspace, item_id, ad_account);

CREATE TABLE campaigns (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  operation_status INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  tiktok_id TEXT NOT NULL,
  tiktok_secondary_status TEXT NOT NULL,
  failure TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  ad_account TEXT NOT NULL,
  display_name TEXT NOT NULL,
  objective INTEGER NOT NULL,
  budget_mode INTEGER NOT NULL,
  budget_micros INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX campaigns_by_account ON campaigns (workspace, ad_account, id);

CREATE TABLE ad_groups (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  operation_status INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  tiktok_id TEXT NOT NULL,
  tiktok_secondary_status TEXT NOT NULL,
  failure TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  campaign TEXT NOT NULL,
  ad_account TEXT NOT NULL,
  display_name TEXT NOT NULL,
  optimization_goal TEXT NOT NULL,
  billing_event TEXT NOT NULL,
  bid_micros INTEGER NOT NULL,
  budget_mode INTEGER NOT NULL,
  budget_micros INTEGER NOT NULL,
  schedule_start INTEGER,
  schedule_end INTEGER,
  placements TEXT NOT NULL,
  location_ids TEXT NOT NULL,
  age_groups TEXT NOT NULL,
  gender TEXT NOT NULL,
  languages TEXT NOT NULL,
  frequency INTEGER NOT NULL,
  frequency_days INTEGER NOT NULL,
  pixel_id TEXT NOT NULL,
  optimization_event TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX ad_groups_by_campaign ON ad_groups (workspace, campaign, id);

CREATE TABLE ads (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  operation_status INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  tiktok_id TEXT NOT NULL,
  tiktok_secondary_status TEXT NOT NULL,
  failure TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  ad_group TEXT NOT NULL,
  campaign TEXT NOT NULL,
  ad_account TEXT NOT NULL,
  display_name TEXT NOT NULL,
  item_id TEXT NOT NULL,
  call_to_action TEXT NOT NULL,
  landing_page_url TEXT NOT NULL,
  dark_post INTEGER NOT NULL,
  promotional_music_disabled INTEGER NOT NULL,
  review_state INTEGER NOT NULL,
  review_rereview INTEGER NOT NULL,
  review_old_version_running INTEGER NOT NULL,
  review_reject_reasons TEXT NOT NULL,
  review_suggestions TEXT NOT NULL,
  review_forbidden_locations TEXT NOT NULL,
  review_forbidden_ages TEXT NOT NULL,
  review_forbidden_placements TEXT NOT NULL,
  review_submit_time INTEGER,
  review_decide_time INTEGER,
  delivery_state INTEGER NOT NULL,
  delivery_reasons TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE UNIQUE INDEX ads_by_tiktok_id ON ads (workspace, tiktok_id) WHERE tiktok_id <> '';
CREATE INDEX ads_by_group ON ads (workspace, ad_group, id);
CREATE INDEX ads_by_campaign ON ads (workspace, campaign, id);
CREATE INDEX ads_by_account ON ads (workspace, ad_account, id);
CREATE INDEX ads_by_item ON ads (workspace, item_id, id);

CREATE TABLE operations (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state INTEGER NOT NULL,
  parent TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  target TEXT NOT NULL,
  result TEXT NOT NULL,
  arguments TEXT NOT NULL,
  principal TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  error_code INTEGER NOT NULL,
  error_reason TEXT NOT NULL,
  error_message TEXT NOT NULL,
  error_who TEXT NOT NULL,
  waiting_for TEXT NOT NULL,
  due_time INTEGER,
  absences INTEGER NOT NULL,
  sent_time INTEGER,
  sent_by TEXT NOT NULL,
  item_count INTEGER NOT NULL,
  items_over INTEGER NOT NULL,
  items_failed INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
-- Partial indexes hold what is asked for alone, and that is little: most operations are over.
CREATE INDEX operations_at_top ON operations (workspace, id) WHERE parent = '';
CREATE INDEX operations_open_at_top ON operations (workspace, id)
  WHERE state IN (1, 2, 5) AND parent = '';
CREATE INDEX operations_of_parent ON operations (workspace, parent, ordinal, id)
  WHERE parent <> '';
CREATE INDEX operations_open_by_target ON operations (workspace, target, id)
  WHERE state IN (1, 2, 5);
CREATE INDEX operations_running ON operations (workspace, id) WHERE state = 2;

CREATE TABLE work (
  workspace TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (workspace, kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_by_due ON work (workspace, due, kind, subject);

CREATE TABLE events (
  workspace TEXT NOT NULL,
  number INTEGER NOT NULL,
  type TEXT NOT NULL,
  resource TEXT NOT NULL,
  time INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  operation TEXT NOT NULL,
  PRIMARY KEY (workspace, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_log (
  workspace TEXT NOT NULL,
  number INTEGER NOT NULL,
  time INTEGER NOT NULL,
  principal TEXT NOT NULL,
  action TEXT NOT NULL,
  resource TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (workspace, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sequences (
  workspace TEXT NOT NULL PRIMARY KEY,
  last_event INTEGER NOT NULL,
  last_audit INTEGER NOT NULL,
  audit_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0001_RECORDS_H_
