// The simulator's two faces as a story uses them, in process: people's acts through the method
// table of the gRPC services, clients' calls through TikTok's API. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_FACES_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_FACES_H_

#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "rpc/method_table.h"
#include "simulator/business_api/business_api.h"

namespace sparkgate::simulator {

class Faces {
 public:
  // Both outlive it.
  Faces(const rpc::MethodTable& table, const BusinessApi& api) : table_(table), api_(api) {}

  // `path` is the method's in the table. The answer's fields, and "error": the reason, "" for none;
  // "message" says it in a sentence. A request's field "world" is the world unless it is given.
  boost::json::value Act(std::string_view path, std::string_view world_id,
                         boost::json::object fields) const;

  // `token` may be empty. What a client sees of the answer (seen_answer.h).
  boost::json::value Call(std::string_view method, std::string_view endpoint,
                          std::string_view world_id, std::string_view token,
                          const boost::json::object& arguments) const;

  const rpc::MethodTable& table() const { return table_; }

 private:
  const rpc::MethodTable& table_;
  const BusinessApi& api_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_FACES_H_
