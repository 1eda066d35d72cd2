#include "tests/integration/harness/story.h"

#include <map>
#include <regex>
#include <stdexcept>

#include <absl/strings/str_replace.h>

#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/advertiser_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"
#include "tests/integration/harness/seed.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;

// A workspace's first key.
std::string Create(const Programs& programs, const StoryOptions& options) {
  return Api(programs, programs.AdminKey())
      .Ask<v1::CreateWorkspaceResponse>(
          "WorkspaceService.CreateWorkspace",
          "workspace_id: '{}' environment: ENVIRONMENT_SIMULATOR seed: '{}' {}", options.workspace,
          options.seed.empty() ? Seed() : options.seed, options.more)
      .value()
      .admin_key_secret();
}

v1::AdvanceResponse Finish(StreamOf<v1::AdvanceResponse> stream) {
  v1::AdvanceResponse last;
  while (const auto progress = stream.Next()) last = *progress;
  const absl::Status status = stream.End();
  if (!status.ok()) throw std::runtime_error("Advance: " + status.ToString());
  return last;
}

}  // namespace

Story::Story(const Programs& programs, const StoryOptions& options)
    : Story(programs, options, Create(programs, options)) {}

Story::Story(const Programs& programs, const StoryOptions& options, const std::string& its_key)
    : workspace("workspaces/" + options.workspace),
      world("worlds/" + options.workspace),
      key(its_key),
      api(programs, its_key) {}

Story Story::Fork(const Programs& programs, const std::string& id) const {
  const auto made =
      Api(programs, programs.AdminKey())
          .Ask<v1::ForkWorkspaceResponse>("WorkspaceService.ForkWorkspace",
                                          "name: '{}' workspace_id: '{}'", workspace, id)
          .value();
  Story fork = *this;
  fork.key = made.admin_key_secret();
  fork.api = Api(programs, fork.key);
  for (std::string* const name :
       {&fork.workspace, &fork.creator, &fork.post, &fork.code, &fork.ad_account, &fork.spark_post,
        &fork.campaign, &fork.ad_group, &fork.ad, &fork.world, &fork.account, &fork.item,
        &fork.brand}) {
    // The id is the second part of each name.
    const size_t begin = name->find('/') + 1;
    if (!name->empty()) name->replace(begin, name->find('/', begin) - begin, id);
  }
  return fork;
}

void Story::Reconnect(const Programs& programs) {
  api = Api(programs, key);
  // Over when every server that follows the world has done what is due now.
  const absl::Status known =
      api.Try("WorldService.Advance", "world: '{}' by: < seconds: 0 >", world);
  if (!known.ok()) throw std::runtime_error(known.ToString());
}

void Story::OpenPost(std::string_view username) {
  account = api.Ask<sim::CreatorAccount>("CreatorAppService.CreateAccount",
                                         "world: '{}' account: < username: '{}' "
                                         "display_name: 'Mia Cooks' follower_count: 12000 "
                                         "ad_settings_enabled: true >",
                                         world, username)
                .value()
                .name();
  item =
      api.Ask<sim::Post>("CreatorAppService.PostVideo",
                         "account: '{}' post: < caption: 'Five-minute ramen, two pots' >", account)
          .value()
          .name();
  api.Ask<sim::PostAdSettings>(
         "CreatorAppService.UpdateAdSettings",
         "ad_settings: < post: '{}' content_disclosure: true terms_accepted: true "
         "ad_authorization: true > update_mask: < paths: 'content_disclosure' "
         "paths: 'terms_accepted' paths: 'ad_authorization' >",
         item)
      .value();
  ConnectCreator();
  post = api.Ask<v1::ListPostsResponse>("CreatorService.ListPosts", "parent: '{}'", creator)
             .value()
             .posts(0)
             .name();
}

void Story::ConnectCreator() {
  const std::string link = api.Ask<v1::StartCreatorConnectResponse>(
                                  "CreatorService.StartCreatorConnect", "parent: '{}'", workspace)
                               .value()
                               .link();
  const std::string back =
      api.Ask<sim::ConsentResponse>("CreatorAppService.Consent", "account: '{}' link: {}", account,
                                    Quote(link))
          .value()
          .redirect_address();
  creator = api.Ask<v1::Creator>("CreatorService.FinishCreatorConnect",
                                 "parent: '{}' redirect_address: {}", workspace, Quote(back))
                .value()
                .name();
}

void Story::GenerateCode(int days) {
  code =
      api.Ask<v1::Code>("CreatorService.GenerateCode", "post: '{}' duration_days: {}", post, days)
          .value()
          .name();
}

std::string Story::RevealCode() const {
  return api
      .Ask<v1::RevealCodeResponse>("CreatorService.RevealCode",
                                   "name: '{}' purpose: 'handed to the brand'", code)
      .value()
      .code();
}

void Story::OpenAdAccount(bool with_money) {
  brand = api.Ask<sim::AdAccount>("AdsManagerService.OpenAdAccount",
                                  "world: '{}' ad_account: < display_name: 'Ramen Brand' >", world)
              .value()
              .name();
  if (with_money) {
    api.Ask<sim::AdAccount>("AdsManagerService.SetPaymentMethod", "ad_account: '{}' attached: true",
                            brand)
        .value();
    api.Ask<sim::AdAccount>("AdsManagerService.AddBalance",
                            "ad_account: '{}' amount_micros: 5000000000", brand)
        .value();
  }
  const std::string link =
      api.Ask<v1::StartAdvertiserConnectResponse>("AdvertiserService.StartAdvertiserConnect",
                                                  "parent: '{}'", workspace)
          .value()
          .link();
  const std::string back = api.Ask<sim::ConsentResponse>("AdsManagerService.Consent",
                                                         "world: '{}' link: {}", world, Quote(link))
                               .value()
                               .redirect_address();
  ad_account = api.Ask<v1::Advertiser>("AdvertiserService.FinishAdvertiserConnect",
                                       "parent: '{}' redirect_address: {}", workspace, Quote(back))
                   .value()
                   .ad_accounts(0);
}

void Story::Authorize() {
  spark_post = api.Ask<v1::SparkPost>("LibraryService.AuthorizeCode", "ad_account: '{}' code: {}",
                                      ad_account, Quote(RevealCode()))
                   .value()
                   .name();
}

void Story::Draft() {
  campaign = api.Ask<v1::Campaign>("AdService.CreateCampaign",
                                   "parent: '{}' campaign: < ad_account: '{}' "
                                   "display_name: 'Ramen in spring' objective: OBJECTIVE_TRAFFIC >",
                                   workspace, ad_account)
                 .value()
                 .name();
  ad_group = api.Ask<v1::AdGroup>("AdService.CreateAdGroup",
                                  "parent: '{}' ad_group: < campaign: '{}' "
                                  "display_name: 'Home cooks' optimization_goal: 'CLICK' "
                                  "budget_mode: BUDGET_MODE_DAY budget_micros: 50000000 "
                                  "location_ids: '6252001' age_groups: 'AGE_18_24' >",
                                  workspace, campaign)
                 .value()
                 .name();
  ad = api.Ask<v1::Ad>("AdService.CreateAd",
                       "parent: '{}' ad: < ad_group: '{}' display_name: 'Five-minute ramen' "
                       "spark_post: '{}' call_to_action: 'SHOP_NOW' "
                       "landing_page_url: 'https://ramen.example/spring' >",
                       workspace, ad_group, spark_post)
           .value()
           .name();
}

v1::Operation Story::Publish() {
  const std::string operation =
      api.Ask<v1::Operation>("AdService.PublishAll", "campaign: '{}'", campaign).value().name();
  return api
      .Ask<v1::Operation>("OperationService.WaitOperation", "name: '{}' timeout: < seconds: 60 >",
                          operation)
      .value();
}

void Story::PlayUntilPublished() {
  OpenPost();
  GenerateCode();
  OpenAdAccount();
  Authorize();
  Draft();
  const v1::Operation published = Publish();
  if (published.state() != v1::OPERATION_STATE_DONE || published.items_failed() > 0) {
    throw std::runtime_error("PublishAll: " + published.ShortDebugString());
  }
}

v1::AdvanceResponse Story::Advance(absl::Duration by) {
  return Finish(api.Open<v1::AdvanceResponse>("TimeService.Advance",
                                              "workspace: '{}' by: < seconds: {} >", workspace,
                                              absl::ToInt64Seconds(by)));
}

v1::AdvanceResponse Story::AdvanceTo(absl::Time to) {
  return Finish(api.Open<v1::AdvanceResponse>("TimeService.Advance",
                                              "workspace: '{}' to: < seconds: {} >", workspace,
                                              absl::ToUnixSeconds(to)));
}

v1::Code Story::GetCode() const {
  return api.Ask<v1::Code>("CreatorService.GetCode", "name: '{}'", code).value();
}

v1::Ad Story::GetAd() const { return api.Ask<v1::Ad>("AdService.GetAd", "name: '{}'", ad).value(); }

absl::Time Story::Now() const {
  return ToTime(
      api.Ask<v1::Clock>("TimeService.GetClock", "workspace: '{}'", workspace).value().now());
}

std::vector<v1::Event> Story::Events(std::string_view types) const {
  const auto page =
      api.Ask<v1::ListEventsResponse>("EventService.ListEvents",
                                      "parent: '{}' page_size: 1000 types: [{}]", workspace, types)
          .value();
  return {page.events().begin(), page.events().end()};
}

std::vector<std::string> Story::History() const {
  static const std::regex kOwnId("\\b[0-9a-z]{26}\\b");
  std::map<std::string, size_t> ids;
  std::vector<std::string> lines;
  for (const v1::Event& event : Events()) {
    std::string line =
        fmt::format("{} {} {} {}", event.number(),
                    absl::FormatTime(ToTime(event.event_time()), absl::UTCTimeZone()), event.type(),
                    event.resource());
    const std::map<std::string, std::string> sorted(event.attributes().begin(),
                                                    event.attributes().end());
    for (const auto& [name, value] : sorted) line += fmt::format(" {}={}", name, value);
    absl::StrReplaceAll({{workspace, "workspaces/-"}}, &line);
    for (std::smatch id; std::regex_search(line, id, kOwnId);) {
      const size_t number = ids.try_emplace(id.str(), ids.size() + 1).first->second;
      line.replace(id[0].first, id[0].second, fmt::format("id-{}", number));
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace sparkgate::integration
