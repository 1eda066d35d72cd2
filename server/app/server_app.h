// The whole server as one object: store, vault, TikTok, worlds, background work, and the two ports.
// With main the only place that names a concrete engine.
#ifndef SPARKGATE_SERVER_APP_SERVER_APP_H_
#define SPARKGATE_SERVER_APP_SERVER_APP_H_

#include <cstdint>
#include <functional>
#include <memory>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "base/http/client.h"
#include "rpc/method_table.h"
#include "server/app/options.h"
#include "server/store/sqlite/open.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

class WorkRunner;

// Wiring that no flag can ask for: tests of LIVE lead its calls to a loopback server, benchmarks
// compare.
struct Wiring {
  CurlClientOptions http = {};
  size_t group_limit = SqliteOptions().group_limit;  // writes in one commit
  std::function<void(rpc::MethodTable&)> more_methods = [](rpc::MethodTable&) {};
};

class ServerApp {
 public:
  // Serves when it returns. An error is a sentence for the operator: STORAGE_LOCKED, MASTER_KEY_…,
  // ADDRESS_IN_USE, ….
  static absl::StatusOr<std::unique_ptr<ServerApp>> Start(const Options& options,
                                                          const Wiring& wiring = {});
  virtual ~ServerApp() = default;  // Stop() first
  virtual uint16_t grpc_port() const = 0;
  virtual uint16_t http_port() const = 0;
  // Health says no from now on, so that balancers look elsewhere; calls are served for `delay` of
  // real time more. Returns after it.
  virtual void Drain(absl::Duration delay) = 0;
  // Refuses new calls, tells streams where to resume, lets those in progress end, finishes the
  // current step of background work, closes the store. Call once.
  virtual void Stop() = 0;

  // For tests: the same objects that the handlers use.
  virtual Env& env() = 0;
  virtual WorkRunner& runner() = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_APP_SERVER_APP_H_
