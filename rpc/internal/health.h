// grpc.health.v1.Health, served like any other service. gRPC brings one of its own, but on the
// callback API, whose threads would compete with our poller for every byte. Thread-safe.
#ifndef SPARKGATE_RPC_INTERNAL_HEALTH_H_
#define SPARKGATE_RPC_INTERNAL_HEALTH_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <grpc/health/v1/health.pb.h>

#include "base/mutex.h"
#include "rpc/method_table.h"
#include "rpc/stream.h"

namespace sparkgate::rpc::internal {

class Health {
 public:
  // Answers for "" and for each of `services`, all alike; not serving at first.
  explicit Health(const std::vector<std::string>& services);

  const MethodTable& methods() const { return methods_; }
  void SetServing(bool serving);

 private:
  using Stream = ServerStream<grpc::health::v1::HealthCheckResponse>;
  struct Watcher {
    bool known = false;  // the service it asks for
    std::shared_ptr<Stream> stream;
  };

  bool Knows(const std::string& service) const { return services_.contains(service); }
  void Watch(const std::string& service, std::shared_ptr<Stream> stream);

  std::set<std::string> services_;
  MethodTable methods_;
  Mutex mutex_;
  bool serving_ SG_GUARDED_BY(mutex_) = false;
  std::map<const Stream*, Watcher> watchers_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_HEALTH_H_
