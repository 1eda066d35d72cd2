// Stands between the server and TikTok's API of the simulator: passes everything on, remembers it,
// and at requests that a test names does what the test wants. Thread-safe.
//
//   programs.StartSimulator();
//   Middleman middleman(programs.SimulatorUrl());
//   programs.flags["--simulator-url"] = middleman.url();
//   programs.StartServer();
//   middleman.AtNext("campaign/create/", CutTheAnswer);
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_MIDDLEMAN_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_MIDDLEMAN_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "base/mutex.h"

namespace sparkgate::integration {

class Middleman {
 public:
  struct Exchange {
    HttpServerRequest request;
    std::string answer;  // the body; "" if the simulator gave none
  };
  // Sends the request on and returns the simulator's answer.
  using Forward = std::function<HttpServerResponse()>;
  using Act = std::function<HttpServerResponse(const Forward& forward)>;

  explicit Middleman(std::string upstream_url);
  ~Middleman();

  std::string url() const;
  // Once, with the next request whose path ends so ("": with any), or after `skip` of them; runs on
  // a thread that may block.
  void AtNext(const std::string& path_end, Act act, size_t skip = 0);
  // Likewise, of the requests about one world, whatever they are.
  void AtNextAbout(const std::string& world, Act act, size_t skip = 0);
  // What hasn't come yet won't be met any more; returns once no act is at work.
  void ForgetPlans();
  // What came so far, from the server and, in the order in which it answered, from the simulator.
  std::vector<HttpServerRequest> requests() const;
  std::vector<Exchange> exchanges() const;

 private:
  struct Plan {
    std::string path_begin;
    std::string path_end;
    size_t skip = 0;
    Act act;
  };
  HttpServerResponse Pass(const HttpServerRequest& request);
  HttpServerResponse Answer(const HttpServerRequest& request);

  const std::string upstream_url_;
  const std::unique_ptr<HttpClient> client_ = NewCurlClient({});
  mutable Mutex mutex_;
  CondVar act_over_;
  std::vector<Plan> plans_ SG_GUARDED_BY(mutex_);
  int acts_at_work_ SG_GUARDED_BY(mutex_) = 0;
  std::vector<HttpServerRequest> requests_ SG_GUARDED_BY(mutex_);
  std::vector<Exchange> exchanges_ SG_GUARDED_BY(mutex_);
  ThreadPool pool_{{.name = "middleman", .threads = 16}};
  std::unique_ptr<HttpServer> server_;
};

// It happens, and nobody hears the answer: the connection ends before its first byte.
HttpServerResponse CutTheAnswer(const Middleman::Forward& forward);
// It never arrives, and the connection ends.
HttpServerResponse CutTheRequest(const Middleman::Forward& forward);

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_MIDDLEMAN_H_
