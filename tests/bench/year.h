// A year in the life of 1,000 codes, through the public API of both programs: 100 creators with ten
// posts each, ten ad accounts, one ad per code.
//
// Ten creators join a day. Each makes a code per post, for 7, 30, 60, 180 and 365 days by turns,
// and hands them to the ten brands, who redeem them, draft an ad for each and publish. Then day
// after day passes; everybody reads the events, and whoever's code has ended extends it by 180
// days.
#ifndef SPARKGATE_TESTS_BENCH_YEAR_H_
#define SPARKGATE_TESTS_BENCH_YEAR_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sparkgate/simulator/v1/ads_manager_service.grpc.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.grpc.pb.h"
#include "sparkgate/v1/ad_service.grpc.pb.h"
#include "sparkgate/v1/advertiser_service.grpc.pb.h"
#include "sparkgate/v1/creator_service.grpc.pb.h"
#include "sparkgate/v1/event_service.grpc.pb.h"
#include "sparkgate/v1/library_service.grpc.pb.h"
#include "sparkgate/v1/operation_service.grpc.pb.h"
#include "sparkgate/v1/time_service.grpc.pb.h"
#include "tests/bench/caller.h"

namespace sparkgate::bench {

class Year {
 public:
  static constexpr int kCreators = 100;
  static constexpr int kPosts = 10;  // of a creator; the post's number is its brand's
  static constexpr int kBrands = 10;
  static constexpr int kJoinDays = 10;  // creators come in ten lots, a day each
  static constexpr int kCallers = 16;

  Year(const std::string& server, const std::string& simulator, std::string workspace,
       const std::string& key);

  // What people do in TikTok's app and in Ads Manager before Sparkgate comes in, and consent.
  void Prepare();
  // A lot of creators makes codes, the brands run them; ends with the day.
  void Join(int day);
  // A day passes; what it ended is extended.
  void Pass();
  // The last one passes: nobody extends any more, since the creators' consent ends with the year.
  void End();

  int64_t server_calls() const { return server_calls_; }
  int64_t simulator_calls() const { return simulator_calls_; }
  int64_t ticks() const { return ticks_; }
  int64_t extended() const { return extended_; }
  const std::map<std::string, int64_t>& events() const { return events_; }  // by type
  // Ads that deliver now.
  int Delivering();
  // All ads there are.
  std::vector<v1::Ad> Ads();

 private:
  struct Creator {
    std::string name;                // ours
    std::vector<std::string> posts;  // ids
  };
  struct Brand {
    std::string ad_account;  // ours
    std::string campaign;
    std::string ad_group;
  };
  void MakeCreator(int number);
  void MakeBrand(int number);
  std::string Redeem(const Creator& creator, int post, int days);
  void Publish(const Brand& brand);
  void Advance();
  std::vector<std::string> ReadEvents();  // the codes that ended

  const std::string workspace_;
  std::atomic<int64_t> server_calls_ = 0;
  std::atomic<int64_t> simulator_calls_ = 0;
  Caller<v1::CreatorService> creators_api_;
  Caller<v1::AdvertiserService> advertisers_api_;
  Caller<v1::LibraryService> library_api_;
  Caller<v1::AdService> ads_api_;
  Caller<v1::OperationService> operations_api_;
  Caller<v1::EventService> events_api_;
  Caller<v1::TimeService> time_api_;
  Caller<simulator::v1::CreatorAppService> app_;
  Caller<simulator::v1::AdsManagerService> ads_manager_;

  std::vector<Creator> creators_{kCreators};
  std::vector<Brand> brands_{kBrands};
  int64_t ticks_ = 0;
  int64_t extended_ = 0;
  int64_t last_event_ = 0;
  std::map<std::string, int64_t> events_;
};

}  // namespace sparkgate::bench

#endif  // SPARKGATE_TESTS_BENCH_YEAR_H_
