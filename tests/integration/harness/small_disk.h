// A file system of a few megabytes that a test fills and frees. Needs the right to mount one.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_SMALL_DISK_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_SMALL_DISK_H_

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/mount.h>

namespace sparkgate::integration {

class SmallDisk {
 public:
  explicit SmallDisk(const std::string& path) : path_(path) {
    std::filesystem::create_directories(path_);
    mounted_ = mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=8m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  // Takes all room but `bytes`.
  void Fill(size_t bytes) const {
    const size_t available = std::filesystem::space(path_).available;
    const std::vector<char> nothing(available > bytes ? available - bytes : 0);
    std::ofstream(Filler(), std::ios::app).write(nothing.data(), std::ssize(nothing));
  }
  void Free() const { std::filesystem::remove(Filler()); }

 private:
  std::string Filler() const { return path_ + "/filler"; }

  const std::string path_;
  bool mounted_ = false;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_SMALL_DISK_H_
