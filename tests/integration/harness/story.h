// A workspace with a creator and a brand in it, and the seven steps of a Spark Ads code, as
// deploy/quickstart/story.sh plays them. Each step makes its calls, keeps the names of what came of
// them, and throws if one fails. One thread at a time.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_STORY_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_STORY_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

#include "sparkgate/v1/ad.pb.h"
#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/operation_service.pb.h"
#include "sparkgate/v1/time_service.pb.h"
#include "tests/integration/harness/api.h"
#include "tests/integration/harness/programs.h"

namespace sparkgate::integration {

struct StoryOptions {
  std::string workspace;  // its id
  std::string seed = "";  // "": the run's (seed.h), or else the id
  std::string more = "";  // further fields of CreateWorkspaceRequest
};

class Story {
 public:
  // Creates the workspace.
  Story(const Programs& programs, const StoryOptions& options);
  // The same story in a fork of its workspace.
  Story Fork(const Programs& programs, const std::string& id) const;
  // The server was started again: goes to where it is now, and waits until it knows the time.
  void Reconnect(const Programs& programs);

  // 1: a creator, a post, its ad settings; and connects her
  void OpenPost(std::string_view username = "mia.cooks");
  void ConnectCreator();             // her consent, or a new one
  void GenerateCode(int days = 30);  // 2, 3
  std::string RevealCode() const;
  // 4: an ad account, with or without money; and connects it
  void OpenAdAccount(bool with_money = true);
  void Authorize();           // 5, 6: reveals the code and redeems it
  void Draft();               // 6: campaign, ad group and ad
  v1::Operation Publish();    // 7: waits until it is over
  void PlayUntilPublished();  // all of these
  v1::AdvanceResponse Advance(absl::Duration by);
  v1::AdvanceResponse AdvanceTo(absl::Time to);

  v1::Code GetCode() const;
  v1::Ad GetAd() const;
  absl::Time Now() const;
  // All events, or those of some types ("'ad.*'").
  std::vector<v1::Event> Events(std::string_view types = "") const;

  // All events as lines, without what differs between two runs with one seed: workspaces have one
  // name, and our own ids are numbered as they appear.
  std::vector<std::string> History() const;

  // Resource names of the server's.
  std::string workspace, creator, post, code, ad_account, spark_post, campaign, ad_group, ad;
  // Of the simulator's.
  std::string world, account, item, brand;
  std::string key;  // the workspace's admin key
  Api api;

 private:
  Story(const Programs& programs, const StoryOptions& options, const std::string& key);
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_STORY_H_
