// Tags of the completion queue: what to do when an operation is over.
#ifndef SPARKGATE_RPC_INTERNAL_TAG_H_
#define SPARKGATE_RPC_INTERNAL_TAG_H_

#include <atomic>
#include <memory>
#include <utility>

namespace sparkgate::rpc::internal {

class Tag {
 public:
  virtual void Complete(bool ok) = 0;  // on the poller

 protected:
  ~Tag() = default;
};

// A member function as a tag. While the operation is in flight the tag owns a share of its object,
// so the object lives until the last of its tags is back. Armed by any thread, completed by the
// poller; never armed twice at a time.
template <class T, void (T::*kMember)(bool)>
class MemberTag final : public Tag {
 public:
  void* Arm(std::shared_ptr<T> owner) {
    owner_ = std::move(owner);
    // gRPC orders this before Complete, but in a library that ThreadSanitizer cannot see into.
    armed_.store(true, std::memory_order_release);
    return static_cast<Tag*>(this);
  }
  // For an operation that will never complete.
  void Disarm() { Take(); }
  void Complete(bool ok) override {
    const std::shared_ptr<T> owner = Take();
    (owner.get()->*kMember)(ok);
  }

 private:
  std::shared_ptr<T> Take() {
    armed_.exchange(false, std::memory_order_acquire);
    return std::move(owner_);
  }

  std::atomic<bool> armed_ = false;
  std::shared_ptr<T> owner_;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_TAG_H_
