// A folder for one test, gone with it.
#ifndef SPARKGATE_SERVER_STORE_TESTING_SCRATCH_FOLDER_H_
#define SPARKGATE_SERVER_STORE_TESTING_SCRATCH_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace sparkgate::server {

class ScratchFolder {
 public:
  ScratchFolder() : path_(testing::TempDir() + "sparkgate_store_XXXXXX") {
    EXPECT_NE(mkdtemp(path_.data()), nullptr);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_TESTING_SCRATCH_FOLDER_H_
