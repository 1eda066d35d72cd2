// What every engine of the store must do. An engine's own test instantiates the suite:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreSuite, testing::Values(StoreEngine{"sqlite", Make}), …);
#ifndef SPARKGATE_SERVER_STORE_TESTING_STORE_SUITE_H_
#define SPARKGATE_SERVER_STORE_TESTING_STORE_SUITE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/store.h"
#include "server/store/testing/samples.h"

namespace sparkgate::server {

// A fresh store of some engine, for one test.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  virtual Store& store() = 0;
  virtual void Reopen() = 0;  // as after a stop and a start
};

struct StoreEngine {
  std::string name;
  std::function<std::unique_ptr<StoreHarness>()> make;
};

class StoreSuite : public testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override { harness_ = GetParam().make(); }

  Store& store() { return harness_->store(); }
  StoreHarness& harness() { return *harness_; }

  void Write(const std::function<absl::Status(Transaction&)>& fn) {
    const absl::Status status = store().Write(fn);
    ASSERT_TRUE(status.ok()) << status;
  }

  // What `get` answers in a read of its own. It must not fail.
  template <class Get>
  auto Read(Get get) {
    std::remove_cvref_t<decltype(*get(std::declval<const Transaction&>()))> value{};
    const absl::Status status = store().Read([&](const Transaction& transaction) -> absl::Status {
      SG_ASSIGN_OR_RETURN(value, get(transaction));
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return value;
  }

 private:
  std::unique_ptr<StoreHarness> harness_;
};

// The ids of `records`, in order.
template <class Records>
std::vector<std::string> IdsOf(const Records& records) {
  std::vector<std::string> ids;
  ids.reserve(records.size());
  for (const auto& record : records) ids.push_back(record.id);
  return ids;
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_TESTING_STORE_SUITE_H_
