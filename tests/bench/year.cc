#include "tests/bench/year.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace sparkgate::bench {
namespace {

namespace sim = simulator::v1;

constexpr std::array kDurations = {7, 30, 60, 180, 365};
constexpr int kExtension = 180;

}  // namespace

Year::Year(const std::string& server, const std::string& simulator, std::string workspace,
           const std::string& key)
    : workspace_(std::move(workspace)),
      creators_api_(server, key, server_calls_),
      advertisers_api_(server, key, server_calls_),
      library_api_(server, key, server_calls_),
      ads_api_(server, key, server_calls_),
      operations_api_(server, key, server_calls_),
      events_api_(server, key, server_calls_),
      time_api_(server, key, server_calls_),
      app_(simulator, "", simulator_calls_),
      ads_manager_(simulator, "", simulator_calls_) {}

void Year::Prepare() {
  InParallel(kBrands, kCallers, [this](int number) { MakeBrand(number); });
  InParallel(kCreators, kCallers, [this](int number) { MakeCreator(number); });
}

void Year::MakeCreator(int number) {
  sim::CreateAccountRequest account;
  account.set_world("worlds/" + workspace_);
  account.mutable_account()->set_username(fmt::format("creator.{}", number));
  account.mutable_account()->set_follower_count(12'000);
  account.mutable_account()->set_ad_settings_enabled(true);
  const std::string person = app_(&sim::CreatorAppService::Stub::CreateAccount, account).name();
  Creator& creator = creators_[static_cast<size_t>(number)];
  for (int i = 0; i < kPosts; ++i) {
    sim::PostVideoRequest video;
    video.set_account(person);
    video.mutable_post()->set_caption(fmt::format("Video {} of creator {}", i, number));
    const std::string post = app_(&sim::CreatorAppService::Stub::PostVideo, video).name();
    creator.posts.push_back(post.substr(post.rfind('/') + 1));
  }
  v1::StartCreatorConnectRequest start;
  start.set_parent("workspaces/" + workspace_);
  sim::CreatorAppServiceConsentRequest consent;
  consent.set_account(person);
  consent.set_link(creators_api_(&v1::CreatorService::Stub::StartCreatorConnect, start).link());
  v1::FinishCreatorConnectRequest finish;
  finish.set_parent(start.parent());
  finish.set_redirect_address(
      app_(&sim::CreatorAppService::Stub::Consent, consent).redirect_address());
  creator.name = creators_api_(&v1::CreatorService::Stub::FinishCreatorConnect, finish).name();
}

void Year::MakeBrand(int number) {
  sim::OpenAdAccountRequest open;
  open.set_world("worlds/" + workspace_);
  open.mutable_ad_account()->set_display_name(fmt::format("Brand {}", number));
  open.mutable_ad_account()->set_company(fmt::format("Brand {} Inc.", number));
  const std::string account =
      ads_manager_(&sim::AdsManagerService::Stub::OpenAdAccount, open).name();
  sim::SetPaymentMethodRequest payment;
  payment.set_ad_account(account);
  payment.set_attached(true);
  ads_manager_(&sim::AdsManagerService::Stub::SetPaymentMethod, payment);
  sim::AddBalanceRequest balance;
  balance.set_ad_account(account);
  balance.set_amount_micros(1'000'000'000'000);
  ads_manager_(&sim::AdsManagerService::Stub::AddBalance, balance);

  v1::StartAdvertiserConnectRequest start;
  start.set_parent("workspaces/" + workspace_);
  sim::AdsManagerServiceConsentRequest consent;
  consent.set_world(open.world());
  consent.set_link(
      advertisers_api_(&v1::AdvertiserService::Stub::StartAdvertiserConnect, start).link());
  consent.add_ad_accounts(account);
  v1::FinishAdvertiserConnectRequest finish;
  finish.set_parent(start.parent());
  finish.set_redirect_address(
      ads_manager_(&sim::AdsManagerService::Stub::Consent, consent).redirect_address());
  Brand& brand = brands_[static_cast<size_t>(number)];
  brand.ad_account = advertisers_api_(&v1::AdvertiserService::Stub::FinishAdvertiserConnect, finish)
                         .ad_accounts(0);

  v1::CreateCampaignRequest campaign;
  campaign.set_parent(start.parent());
  campaign.mutable_campaign()->set_ad_account(brand.ad_account);
  campaign.mutable_campaign()->set_display_name("All creators");
  campaign.mutable_campaign()->set_objective(v1::OBJECTIVE_TRAFFIC);
  brand.campaign = ads_api_(&v1::AdService::Stub::CreateCampaign, campaign).name();
  v1::CreateAdGroupRequest group;
  group.set_parent(start.parent());
  v1::AdGroup& wanted = *group.mutable_ad_group();
  wanted.set_campaign(brand.campaign);
  wanted.set_display_name("Everybody");
  wanted.set_optimization_goal("CLICK");
  wanted.set_budget_mode(v1::BUDGET_MODE_DAY);
  wanted.set_budget_micros(50'000'000);
  wanted.add_location_ids("6252001");
  brand.ad_group = ads_api_(&v1::AdService::Stub::CreateAdGroup, group).name();
}

void Year::Join(int day) {
  constexpr int kLot = kCreators / kJoinDays;
  InParallel(kLot * kPosts, kCallers, [&](int item) {
    const Creator& creator = creators_[static_cast<size_t>(day * kLot + item / kPosts)];
    const int post = item % kPosts;
    const Brand& brand = brands_[static_cast<size_t>(post)];
    v1::CreateAdRequest ad;
    ad.set_parent("workspaces/" + workspace_);
    ad.mutable_ad()->set_ad_group(brand.ad_group);
    ad.mutable_ad()->set_display_name(fmt::format("Day {}, item {}", day, item));
    ad.mutable_ad()->set_spark_post(Redeem(
        creator, post, kDurations[static_cast<size_t>(item / kPosts + post) % kDurations.size()]));
    ad.mutable_ad()->set_call_to_action("SHOP_NOW");
    ad.mutable_ad()->set_landing_page_url("https://brand.example/");
    ads_api_(&v1::AdService::Stub::CreateAd, ad);
  });
  InParallel(kBrands, kCallers, [this](int i) { Publish(brands_[static_cast<size_t>(i)]); });
  Pass();
}

// Makes a code and lets the post's brand have it; the post in the brand's library.
std::string Year::Redeem(const Creator& creator, int post, int days) {
  v1::GenerateCodeRequest generate;
  generate.set_post(creator.name + "/posts/" + creator.posts[static_cast<size_t>(post)]);
  generate.set_duration_days(days);
  v1::RevealCodeRequest reveal;
  reveal.set_name(creators_api_(&v1::CreatorService::Stub::GenerateCode, generate).name());
  reveal.set_purpose("handed to the brand");
  v1::AuthorizeCodeRequest authorize;
  authorize.set_ad_account(brands_[static_cast<size_t>(post)].ad_account);
  authorize.set_code(creators_api_(&v1::CreatorService::Stub::RevealCode, reveal).code());
  return library_api_(&v1::LibraryService::Stub::AuthorizeCode, authorize).name();
}

void Year::Publish(const Brand& brand) {
  v1::PublishAllRequest publish;
  publish.set_campaign(brand.campaign);
  v1::WaitOperationRequest wait;
  wait.set_name(ads_api_(&v1::AdService::Stub::PublishAll, publish).name());
  wait.mutable_timeout()->set_seconds(25);
  const auto operation = operations_api_(&v1::OperationService::Stub::WaitOperation, wait);
  if (operation.state() != v1::OPERATION_STATE_DONE || operation.items_failed() != 0) {
    Need<int>(absl::InternalError(operation.ShortDebugString()), "PublishAll");
  }
}

void Year::Pass() {
  Advance();
  const std::vector<std::string> ended = ReadEvents();
  InParallel(static_cast<int>(ended.size()), kCallers, [&](int i) {
    v1::ExtendCodeRequest extend;
    extend.set_name(ended[static_cast<size_t>(i)]);
    extend.set_add_days(kExtension);
    creators_api_(&v1::CreatorService::Stub::ExtendCode, extend);
  });
  extended_ += static_cast<int64_t>(ended.size());
}

void Year::End() {
  Advance();
  ReadEvents();
}

void Year::Advance() {
  v1::AdvanceRequest request;
  request.set_workspace("workspaces/" + workspace_);
  request.mutable_by()->set_seconds(24 * 3600);
  const auto context = time_api_.StreamContext();
  const auto stream = time_api_.stub().Advance(context.get(), request);
  v1::AdvanceResponse progress;
  while (stream->Read(&progress)) {
  }
  const grpc::Status status = stream->Finish();
  if (!progress.finished()) Need<int>(absl::InternalError(status.error_message()), "Advance");
  ticks_ += progress.ticks();
}

std::vector<std::string> Year::ReadEvents() {
  std::vector<std::string> ended;
  v1::ListEventsRequest request;
  request.set_parent("workspaces/" + workspace_);
  request.set_after(last_event_);
  request.set_page_size(1000);
  do {
    const auto page = events_api_(&v1::EventService::Stub::ListEvents, request);
    for (const v1::Event& event : page.events()) {
      ++events_[event.type()];
      if (event.type() == "code.ended") ended.push_back(event.resource());
      last_event_ = event.number();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return ended;
}

std::vector<v1::Ad> Year::Ads() {
  std::vector<v1::Ad> ads;
  v1::ListAdsRequest request;
  request.set_parent("workspaces/" + workspace_);
  request.set_page_size(1000);
  do {
    auto page = ads_api_(&v1::AdService::Stub::ListAds, request);
    std::ranges::move(*page.mutable_ads(), std::back_inserter(ads));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return ads;
}

int Year::Delivering() {
  const std::vector<v1::Ad> ads = Ads();
  return static_cast<int>(std::ranges::count_if(ads, [](const v1::Ad& ad) {
    return ad.delivery().state() == v1::DELIVERY_STATE_DELIVERING;
  }));
}

}  // namespace sparkgate::bench
