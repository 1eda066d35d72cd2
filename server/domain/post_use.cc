#include "server/domain/post_use.h"

namespace sparkgate::server {
namespace {

std::string AttributeOf(const AuditEntry& entry, const std::string& key) {
  const auto found = entry.attributes.find(key);
  return found == entry.attributes.end() ? "" : found->second;
}

}  // namespace

void PostUses::Take(const AuditEntry& entry) {
  if (entry.action == "ad.published" || entry.action == "ad.adopted") {
    RunningAd& running = ads_[entry.resource];
    running = {.spark_post = AttributeOf(entry, "spark_post"), .principal = entry.principal};
    // What is published stands under an authorization; what is found need not.
    if (AttributeOf(entry, "authorized") != "false") Begin(entry.resource, running, entry.time);
    return;
  }
  if (entry.action == "ad.deleted" || entry.action == "ad.taken_back") {
    const auto found = ads_.find(entry.resource);
    if (found == ads_.end()) return;
    End(found->second, entry);
    ads_.erase(found);
    return;
  }
  // A post has one code at a time.
  if (entry.action == "code.generated") code_ = entry.resource;
  if (entry.action == "code.deleted" && entry.resource == code_) code_.clear();
  const bool given = entry.action == "post.authorized" || entry.action == "authorization.resumed";
  const bool taken = entry.action == "post.unbound" || entry.action == "authorization.ended";
  if (!given && !taken) return;
  for (auto& [ad, running] : ads_) {
    if (running.spark_post != entry.resource) continue;
    if (given && !running.use.has_value()) Begin(ad, running, entry.time);
    if (taken) End(running, entry);
  }
}

void PostUses::Begin(const std::string& ad, RunningAd& running, absl::Time at) {
  running.use = uses_.size();
  uses_.push_back({.ad = ad,
                   .spark_post = running.spark_post,
                   .code = code_,
                   .principal = running.principal,
                   .begin_time = at,
                   .end_time = std::nullopt,
                   .end_reason = ""});
}

void PostUses::End(RunningAd& running, const AuditEntry& why) {
  if (!running.use.has_value()) return;
  PostUse& use = uses_[*running.use];
  use.end_time = why.time;
  use.end_reason = why.action;
  running.use.reset();
}

}  // namespace sparkgate::server
