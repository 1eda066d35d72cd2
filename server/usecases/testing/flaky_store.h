// A store whose writes fail when the test says so, as on a full disk, and whose reads are counted.
// Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_FLAKY_STORE_H_
#define SPARKGATE_SERVER_USECASES_TESTING_FLAKY_STORE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/mutex.h"
#include "server/store/store.h"

namespace sparkgate::server {

class FlakyStore final : public Store {
 public:
  explicit FlakyStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  // The next `count` writes fail with STORAGE_FULL, after `after` more that don't.
  void FailWrites(int count, int after = 0) {
    MutexLock lock(mutex_);
    failures_ = count;
    spared_ = after;
  }

  int reads() const { return reads_; }

  absl::Status Read(const ReadFn& fn) override {
    ++reads_;
    return store_->Read(fn);
  }
  absl::Status Write(const WriteFn& fn) override {
    {
      MutexLock lock(mutex_);
      if (spared_ > 0) {
        --spared_;
      } else if (failures_ > 0) {
        --failures_;
        return Error(absl::StatusCode::kResourceExhausted, "the disk is full",
                     {.reason = "STORAGE_FULL", .who = Actor::kOperator});
      }
    }
    return store_->Write(fn);
  }
  const std::string& store_id() const override { return store_->store_id(); }
  absl::StatusOr<std::string> GetMeta(const std::string& key) override {
    return store_->GetMeta(key);
  }
  absl::Status PutMeta(const std::string& key, const std::string& value) override {
    return store_->PutMeta(key, value);
  }
  void OnEvents(std::function<void(const std::string&, int64_t)> callback) override {
    store_->OnEvents(std::move(callback));
  }

 private:
  const std::unique_ptr<Store> store_;
  std::atomic<int> reads_ = 0;
  Mutex mutex_;
  int failures_ SG_GUARDED_BY(mutex_) = 0;
  int spared_ SG_GUARDED_BY(mutex_) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_FLAKY_STORE_H_
