// A mutation of a TikTok that the test plays: it makes one thing, if it happens.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_SCRIPTED_MUTATION_H_
#define SPARKGATE_SERVER_USECASES_TESTING_SCRIPTED_MUTATION_H_

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "server/tiktok/outcome.h"
#include "server/usecases/env.h"
#include "server/usecases/events.h"
#include "server/usecases/mutation.h"

namespace sparkgate::server {

// Shared between the mutation, which Operations owns, and the test. Thread-safe.
class Script {
 public:
  using Answer = absl::StatusOr<boost::json::object>;
  using Reading = absl::StatusOr<std::optional<boost::json::object>>;

  // What the next calls do, in order; then: sends succeed, probes find nothing.
  void OnSend(std::function<Answer()> send) {
    MutexLock lock(mutex_);
    sends_.push_back(std::move(send));
  }
  void OnProbe(Reading reading) {
    MutexLock lock(mutex_);
    probes_.push_back(std::move(reading));
  }
  int sent() const {
    MutexLock lock(mutex_);
    return sent_;
  }
  int probed() const {
    MutexLock lock(mutex_);
    return probed_;
  }
  // Makes Apply fail this many times.
  void FailApply(int times) {
    MutexLock lock(mutex_);
    apply_failures_ = times;
  }

  static boost::json::object Made(const std::string& id) { return {{"id", id}}; }
  static absl::Status Lost() {
    return tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"));
  }

 private:
  friend class ScriptedMutation;
  Answer Send() {
    std::function<Answer()> send = [] { return Made("1"); };
    {
      MutexLock lock(mutex_);
      ++sent_;
      if (!sends_.empty()) {
        send = std::move(sends_.front());
        sends_.pop_front();
      }
    }
    return send();
  }
  Reading Probe() {
    MutexLock lock(mutex_);
    ++probed_;
    if (probes_.empty()) return std::optional<boost::json::object>();
    Reading reading = std::move(probes_.front());
    probes_.pop_front();
    return reading;
  }
  absl::Status Apply() {
    MutexLock lock(mutex_);
    return apply_failures_-- > 0 ? absl::InternalError("can't apply") : absl::OkStatus();
  }

  mutable Mutex mutex_;
  std::deque<std::function<Answer()>> sends_ SG_GUARDED_BY(mutex_);
  std::deque<Reading> probes_ SG_GUARDED_BY(mutex_);
  int sent_ SG_GUARDED_BY(mutex_) = 0;
  int probed_ SG_GUARDED_BY(mutex_) = 0;
  int apply_failures_ SG_GUARDED_BY(mutex_) = 0;
};

class ScriptedMutation final : public Mutation {
 public:
  ScriptedMutation(Script& script, Resend resend, std::string kind = "thing.make")
      : script_(script), resend_(resend), kind_(std::move(kind)) {}

  std::string_view kind() const override { return kind_; }
  Resend resend() const override { return resend_; }
  absl::StatusOr<boost::json::object> Send(Env&, const Operation&) override {
    return script_.Send();
  }
  absl::StatusOr<std::optional<boost::json::object>> Probe(Env&, const Operation&) override {
    return script_.Probe();
  }
  absl::StatusOr<std::optional<boost::json::object>> Find(Env& env, const Operation& operation,
                                                          const std::string& id) override {
    if (id.empty()) return Probe(env, operation);
    return Script::Made(id);
  }
  absl::Status Apply(Env&, Transaction& tx, Operation& operation, const boost::json::object& answer,
                     absl::Time now) override {
    const absl::Status status = script_.Apply();
    if (!status.ok()) return status;
    operation.result = "things/" + std::string(answer.at("id").as_string());
    return AppendEvent(tx, operation.workspace, "thing.made", operation.result, now);
  }
  absl::Status ApplyFailure(Env&, Transaction& tx, Operation& operation, const absl::Status&,
                            absl::Time now) override {
    return AppendEvent(tx, operation.workspace, "thing.refused", operation.target, now);
  }
  absl::Status ApplyCancel(Env&, Transaction& tx, Operation& operation, absl::Time now) override {
    return AppendEvent(tx, operation.workspace, "thing.given_back", operation.target, now);
  }

 private:
  Script& script_;
  const Resend resend_;
  const std::string kind_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_SCRIPTED_MUTATION_H_
