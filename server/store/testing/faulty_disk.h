// A disk that fails when it is told to: a layer over SQLite's file access, which every file opened
// while it lives goes through. One at a time in a process; thread-safe.
#ifndef SPARKGATE_SERVER_STORE_TESTING_FAULTY_DISK_H_
#define SPARKGATE_SERVER_STORE_TESTING_FAULTY_DISK_H_

namespace sparkgate::server {

class FaultyDisk {
 public:
  enum class Fault { kFull, kBroken };  // no space for a write; an error of a write or sync

  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // The `after`-th write or sync from now on fails, and every one after it, until Heal.
  void FailAfter(int after, Fault fault);
  // True if something failed since FailAfter.
  bool Heal();
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_TESTING_FAULTY_DISK_H_
