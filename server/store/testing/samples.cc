#include "server/store/testing/samples.h"

namespace sparkgate::server {
namespace {

// Text that quoting, JSON and encodings may stumble over.
constexpr char kAwkward[] = "O'Brien \"日本\" \\ % _ \t\n😀";

void FillPublished(Published& published) {
  published.operation_status = OperationStatus::kPaused;
  published.stage = Stage::kLive;
  published.tiktok_id = "1781234567890123456";
  published.tiktok_secondary_status = "STATUS_OF_TOMORROW";
  published.failure = "REASON: a sentence";
  published.adopted = true;
  published.create_time = SampleTime(1);
}

}  // namespace

absl::Time SampleTime(int seconds) {
  return absl::FromUnixMicros(1'767'225'600'000'001 + int64_t{1'000'000} * seconds);
}

Workspace SampleWorkspace(const std::string& id) {
  Workspace workspace;
  workspace.id = id;
  workspace.display_name = kAwkward;
  workspace.environment = Environment::kLive;
  workspace.app_id = "app-1";
  workspace.state = WorkspaceState::kWorldReset;
  workspace.create_time = SampleTime(1);
  workspace.settings = {.name_tags_disabled = true,
                        .settle = absl::Milliseconds(1),
                        .upstream_timeout = absl::Microseconds(20'001),
                        .alert_days = {9, 2},
                        .end_policy = EndPolicy::kError,
                        .allowed_ad_accounts = {"7000000000000000001", "7000000000000000002"},
                        .ceilings = {{"EUR", 0}, {"USD", 9'007'199'254'740'993}},
                        .dry_run = true};
  workspace.data_key = {"data-key"};
  workspace.lookup_key = {"lookup-key"};
  workspace.world_seed = "seed";
  workspace.world_start = SampleTime(2);
  workspace.clock_speed = 0.1;
  workspace.world_incarnation = "incarnation";
  workspace.world_now = SampleTime(3);
  return workspace;
}

App SampleApp(const std::string& id) {
  App app;
  app.id = id;
  app.display_name = kAwkward;
  app.environment = Environment::kLive;
  app.tiktok_app_id = "7000000000000000001";
  app.secret = {"sealed"};
  app.tier = AppTier::kUltimate;
  app.redirect_uris = {"https://one.example/?a=\"b\"", kAwkward, ""};
  app.create_time = SampleTime(1);
  return app;
}

ApiKey SampleApiKey(const std::string& workspace, const std::string& id) {
  ApiKey key;
  key.workspace = workspace;
  key.id = id;
  key.display_name = kAwkward;
  key.role = Role::kServerAdmin;
  key.secret_hash = "hash-of-" + workspace + "-" + id;
  key.create_time = SampleTime(1);
  key.expire_time = SampleTime(2);
  key.revoke_time = SampleTime(3);
  key.limit = {.calls_per_second = 5, .burst = 6};
  key.last_use_time = SampleTime(4);
  key.old_secret_hash = "old-hash-of-" + workspace + "-" + id;
  key.old_secret_end = SampleTime(5);
  return key;
}

RequestIdUse SampleRequestIdUse(const std::string& workspace, const std::string& request_id) {
  RequestIdUse use;
  use.workspace = workspace;
  use.principal = "key-1";
  use.method = "CreateAd";
  use.request_id = request_id;
  use.digest = "digest";
  use.resource = "workspaces/w/ads/a";
  use.create_time = SampleTime(1);
  return use;
}

Creator SampleCreator(const std::string& workspace, const std::string& id) {
  Creator creator;
  creator.workspace = workspace;
  creator.id = id;
  creator.open_id = "open-" + id;
  creator.username = "user";
  creator.display_name = kAwkward;
  creator.follower_count = int64_t{12'000'000'000};
  creator.state = ConnectionState::kReconnectNeeded;
  creator.scopes = {"user.info.basic", kAwkward};
  creator.access_token = {"sealed-access"};
  creator.refresh_token = {"sealed-refresh"};
  creator.access_end = SampleTime(1);
  creator.consent_end = SampleTime(2);
  creator.connect_time = SampleTime(3);
  creator.refresh_sent = true;
  return creator;
}

Advertiser SampleAdvertiser(const std::string& workspace, const std::string& id) {
  Advertiser advertiser;
  advertiser.workspace = workspace;
  advertiser.id = id;
  advertiser.state = ConnectionState::kReconnectNeeded;
  advertiser.scopes = {"4", "690"};
  advertiser.ad_accounts = {"7000000000000000002", "7000000000000000003"};
  advertiser.access_token = {"sealed-access"};
  advertiser.connect_time = SampleTime(1);
  return advertiser;
}

AdAccount SampleAdAccount(const std::string& workspace, const std::string& id) {
  AdAccount account;
  account.workspace = workspace;
  account.id = id;
  account.advertiser = "advertiser-1";
  account.display_name = kAwkward;
  account.tiktok_status = "STATUS_ENABLE";
  account.currency = "USD";
  account.time_zone = "Etc/GMT+8";
  account.balance_micros = -5'000'000'000'001;
  account.sync_time = SampleTime(1);
  return account;
}

ConnectState SampleConnectState(const std::string& workspace, const std::string& state_hash) {
  ConnectState state;
  state.workspace = workspace;
  state.state_hash = state_hash;
  state.kind = ConnectState::Kind::kAdvertiser;
  state.redirect_uri = "https://redirect.example/";
  state.expire_time = SampleTime(1);
  return state;
}

Code SampleCode(const std::string& workspace, const std::string& id) {
  Code code;
  code.workspace = workspace;
  code.id = id;
  code.origin = CodeOrigin::kReceived;
  code.state = CodeState::kInUse;
  code.creator = "creator-1";
  code.item_id = "7100000000000000001";
  code.start_time = SampleTime(1);
  code.end_time = SampleTime(2);
  code.duration_days = 30;
  code.create_time = SampleTime(3);
  code.lookup_hash = "hash-of-" + id;
  code.code = {"sealed-code"};
  code.hint = "#s63D";
  return code;
}

CodeImport SampleCodeImport(const std::string& workspace, const std::string& id) {
  return {.workspace = workspace,
          .id = id,
          .ad_account = "account",
          .stage = ImportStage::kRedeeming,
          .settled = 5'000'000'000,
          .skipping = true,
          .items = 21,
          .duplicates = 1,
          .refused = 2,
          .done = 3,
          .failed = 4,
          .cancelled = 5};
}

ImportItem SampleImportItem(const std::string& workspace, const std::string& code_import,
                            int64_t number) {
  return {.workspace = workspace,
          .code_import = code_import,
          .number = number,
          .state = ImportItemState::kFailed,
          .text_offset = 5'000'000'000 + number,
          .text_length = 66,
          .hint = "#hint",
          .lookup_hash = "hash-" + std::to_string(number),
          .arguments = "{}",
          .same_as = 1,
          .operation = "operation",
          .item_id = "item",
          .error_code = 5,
          .error_reason = "CODE_NOT_FOUND",
          .error_message = "no such code",
          .error_who = "creator"};
}

SparkPost SampleSparkPost(const std::string& workspace, const std::string& item_id) {
  SparkPost post;
  post.workspace = workspace;
  post.ad_account = "account-1";
  post.item_id = item_id;
  post.state = SparkPostState::kUnauthorized;
  post.reason = UnauthorizedReason::kPostGone;
  post.creator_name = "Zoë";
  post.caption = kAwkward;
  post.cover_uri = "https://cover.example/";
  post.item_type = "CAROUSEL";
  post.identity_id = "identity-1";
  post.code_id = "code-1";
  post.auth_start = SampleTime(1);
  post.auth_end = SampleTime(2);
  post.tiktok_auth_status = "EXPIRED";
  post.tiktok_item_status = "USER_DELETE";
  post.create_time = SampleTime(3);
  post.sync_time = SampleTime(4);
  post.last_alert_days = 7;
  return post;
}

Campaign SampleCampaign(const std::string& workspace, const std::string& id) {
  Campaign campaign;
  FillPublished(campaign);
  campaign.workspace = workspace;
  campaign.id = id;
  campaign.ad_account = "account-1";
  campaign.display_name = kAwkward;
  campaign.objective = Objective::kWebConversions;
  campaign.budget_mode = BudgetMode::kTotal;
  campaign.budget_micros = 50'000'000;
  campaign.tiktok_objective = "WEB_CONVERSIONS";
  return campaign;
}

AdGroup SampleAdGroup(const std::string& workspace, const std::string& id) {
  AdGroup group;
  FillPublished(group);
  group.workspace = workspace;
  group.id = id;
  group.campaign = "campaign-1";
  group.ad_account = "account-1";
  group.display_name = kAwkward;
  group.optimization_goal = "CLICK";
  group.billing_event = "CPC";
  group.bid_micros = 1;
  group.budget_mode = BudgetMode::kTotal;
  group.budget_micros = 2;
  group.schedule_start = SampleTime(1);
  group.schedule_end = SampleTime(2);
  group.placements = {"PLACEMENT_TIKTOK"};
  group.location_ids = {"6252001", "6251999"};
  group.age_groups = {"AGE_18_24", "AGE_25_34"};
  group.gender = "GENDER_FEMALE";
  group.languages = {"en", "ja"};
  group.frequency = 3;
  group.frequency_days = 7;
  group.pixel_id = "pixel";
  group.optimization_event = "SHOPPING";
  return group;
}

Ad SampleAd(const std::string& workspace, const std::string& id) {
  Ad ad;
  FillPublished(ad);
  ad.tiktok_id = "tiktok-" + id;
  ad.workspace = workspace;
  ad.id = id;
  ad.ad_group = "group-1";
  ad.campaign = "campaign-1";
  ad.ad_account = "account-1";
  ad.display_name = kAwkward;
  ad.item_id = "7100000000000000001";
  ad.identity_type = "BC_AUTH_TT";
  ad.call_to_action = "LEARN_MORE";
  ad.landing_page_url = "https://landing.example/?a=1&b=2";
  ad.dark_post = true;
  ad.promotional_music_disabled = false;
  ad.review = {.state = ReviewState::kPartlyApproved,
               .rereview = true,
               .old_version_running = true,
               .reject_reasons = {kAwkward, "second"},
               .suggestions = {"a suggestion"},
               .forbidden_locations = {"6252001"},
               .forbidden_ages = {"AGE_13_17"},
               .forbidden_placements = {"PLACEMENT_PANGLE"},
               .submit_time = SampleTime(1),
               .decide_time = SampleTime(2),
               .appeal = AppealState::kFailed,
               .appeal_time = SampleTime(3)};
  ad.delivery = {DeliveryState::kNotDelivering, {NotDelivering::kRejected, NotDelivering::kOther}};
  ad.has_delivered = true;
  return ad;
}

Operation SampleOperation(const std::string& workspace, const std::string& id) {
  Operation operation;
  operation.workspace = workspace;
  operation.id = id;
  operation.kind = "ad.create";
  operation.state = OperationState::kUnknown;
  operation.parent = "parent-1";
  operation.ordinal = 4;
  operation.target = "workspaces/w/ads/a";
  operation.result = "workspaces/w/ads/b";
  operation.arguments = R"({"a":["b",1]})";
  operation.principal = "key-1";
  operation.method = "PublishAll";
  operation.request_id = "request-1";
  operation.error_code = 9;
  operation.error_reason = "REASON";
  operation.error_message = kAwkward;
  operation.error_who = "CREATOR";
  operation.waiting_for = "a settled absence";
  operation.due_time = SampleTime(1);
  operation.absences = 1;
  operation.sent_time = SampleTime(2);
  operation.sent_by = "process-1";
  operation.planned = {"POST", "/open_api/v1.3/ad/create/", kAwkward};
  operation.item_count = 3;
  operation.items_over = 2;
  operation.items_failed = 1;
  operation.create_time = SampleTime(3);
  operation.update_time = SampleTime(4);
  return operation;
}

Event SampleEvent(const std::string& workspace, const std::string& resource) {
  Event event;
  event.workspace = workspace;
  event.type = "code.extended";
  event.resource = resource;
  event.time = SampleTime(1);
  event.attributes = {{"days", "30"}, {kAwkward, kAwkward}};
  event.operation = "operation-1";
  return event;
}

AuditEntry SampleAuditEntry(const std::string& workspace, const std::string& resource) {
  AuditEntry entry;
  entry.workspace = workspace;
  entry.time = SampleTime(1);
  entry.principal = "key-1";
  entry.action = "code.reveal";
  entry.resource = resource;
  entry.item_id = "item-1";
  entry.attributes = {{"purpose", kAwkward}};
  return entry;
}

WebhookEndpoint SampleWebhookEndpoint(const std::string& workspace, const std::string& id) {
  WebhookEndpoint endpoint;
  endpoint.workspace = workspace;
  endpoint.id = id;
  endpoint.display_name = kAwkward;
  endpoint.url = "https://hooks.example/?a=\"b\"";
  endpoint.event_types = {"ad.*", "code.ended"};
  endpoint.disabled = WebhookDisabled::kFailing;
  endpoint.scheme = WebhookScheme::kEd25519;
  endpoint.secret = {"sealed"};
  endpoint.public_key = "whpk_new";
  endpoint.old_secret = {"sealed before"};
  endpoint.old_public_key = "whpk_old";
  endpoint.old_secret_end = SampleTime(1);
  endpoint.create_time = SampleTime(2);
  endpoint.cursor = 12;
  endpoint.last_position = 7;
  endpoint.failing_since = SampleTime(3);
  endpoint.unanswered = 3;
  endpoint.hold_until = SampleTime(4);
  return endpoint;
}

WebhookDelivery SampleWebhookDelivery(const std::string& workspace, const std::string& endpoint,
                                      int64_t position) {
  WebhookDelivery delivery;
  delivery.workspace = workspace;
  delivery.endpoint = endpoint;
  delivery.position = position;
  delivery.message = "msg_1";
  delivery.event = 11;
  delivery.type = "ad.approved";
  delivery.resource = kAwkward;
  delivery.state = WebhookDeliveryState::kGivenUp;
  delivery.attempts = 10;
  delivery.create_time = SampleTime(1);
  delivery.next_time = SampleTime(2);
  delivery.attempt_time = SampleTime(3);
  delivery.status = 503;
  delivery.failure = "HTTP_STATUS";
  return delivery;
}

WorkItem SampleWorkItem(const std::string& workspace, const std::string& subject) {
  WorkItem item;
  item.workspace = workspace;
  item.kind = "review.sync";
  item.subject = subject;
  item.due = SampleTime(1);
  item.attempts = 2;
  return item;
}

}  // namespace sparkgate::server
