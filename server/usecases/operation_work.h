// Work items of operations. "operation": whatever one needs done at an instant of its workspace's
// clock; "operation.twin": a look for what a late call of it left. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_OPERATION_WORK_H_
#define SPARKGATE_SERVER_USECASES_OPERATION_WORK_H_

#include <string_view>
#include <vector>

#include "server/usecases/work.h"

namespace sparkgate::server {

class OperationWork final : public WorkHandler {
 public:
  std::string_view kind() const override;
  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override;
};

class TwinWork final : public WorkHandler {
 public:
  std::string_view kind() const override;
  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_OPERATION_WORK_H_
