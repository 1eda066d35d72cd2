// What a client sees of an answer, whatever a fault did to its connection. Pure.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_SEEN_ANSWER_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_SEEN_ANSWER_H_

#include <boost/json/value.hpp>

#include "base/http/server.h"

namespace sparkgate::simulator {

// The envelope, or {"code": -1, "message": …} if none came whole: the message says what came. One
// that is held back comes at once: a story's client has patience, and real time isn't the world's.
boost::json::value SeenAnswer(const HttpServerResponse& response);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_SEEN_ANSWER_H_
