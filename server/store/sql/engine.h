// What the SQL store needs to know about the engine underneath a connection. Immutable,
// thread-safe.
#ifndef SPARKGATE_SERVER_STORE_SQL_ENGINE_H_
#define SPARKGATE_SERVER_STORE_SQL_ENGINE_H_

#include <exception>

#include <absl/status/status.h>

namespace soci {
class session;
}

namespace sparkgate::server::sql {

class Engine {
 public:
  virtual ~Engine() = default;
  // What an exception out of `session` means, in the store's vocabulary (store.h). Never repeats
  // SOCI's what(): it holds the bound values.
  virtual absl::Status Translate(soci::session& session, const std::exception& error) const = 0;
  // Whether the transaction that was begun still stands: some errors end it.
  virtual bool InTransaction(soci::session& session) const = 0;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_ENGINE_H_
