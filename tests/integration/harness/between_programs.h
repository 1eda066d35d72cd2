// A test with programs of its own and a middleman between them.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_BETWEEN_PROGRAMS_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_BETWEEN_PROGRAMS_H_

#include <memory>

#include <gtest/gtest.h>

#include "tests/integration/harness/middleman.h"
#include "tests/integration/harness/programs.h"

namespace sparkgate::integration {

class BetweenPrograms : public testing::Test {
 protected:
  BetweenPrograms() {
    programs.StartSimulator();
    middleman = std::make_unique<Middleman>(programs.SimulatorUrl());
    programs.flags["--simulator-url"] = middleman->url();
    programs.StartServer();
  }

  Programs programs;
  std::unique_ptr<Middleman> middleman;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_BETWEEN_PROGRAMS_H_
