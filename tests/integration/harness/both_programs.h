// A test whose programs run once for all tests of its suite; each test makes workspaces of its own.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_BOTH_PROGRAMS_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_BOTH_PROGRAMS_H_

#include <memory>

#include <gtest/gtest.h>

#include "tests/integration/harness/programs.h"

namespace sparkgate::integration {

class BothPrograms : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    programs = std::make_unique<Programs>();
    programs->Start();
  }
  static void TearDownTestSuite() { programs.reset(); }

  static inline std::unique_ptr<Programs> programs;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_BOTH_PROGRAMS_H_
