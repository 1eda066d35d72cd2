// Events that a test puts into a workspace's log.
#ifndef SPARKGATE_SERVER_API_TESTING_APPEND_EVENTS_H_
#define SPARKGATE_SERVER_API_TESTING_APPEND_EVENTS_H_

#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/events.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {

// `count` events of `type` in workspace "w", in one transaction.
inline void AppendEvents(TestDisk& disk, const std::string& type, int count) {
  ASSERT_TRUE(disk.store()
                  .Write([&](Transaction& tx) -> absl::Status {
                    for (int i = 0; i < count; ++i) {
                      SG_RETURN_IF_ERROR(AppendEvent(tx, "w", type, "things/1", kTestWorldStart));
                    }
                    return absl::OkStatus();
                  })
                  .ok());
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_TESTING_APPEND_EVENTS_H_
