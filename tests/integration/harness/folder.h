// A folder for one test, gone with it.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_FOLDER_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace sparkgate::integration {

class Folder {
 public:
  Folder() : path_(testing::TempDir() + "sparkgate_XXXXXX") {
    EXPECT_NE(mkdtemp(path_.data()), nullptr);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_FOLDER_H_
