// Everything outside that the program touches: its streams, its terminal, its environment. A test
// gives it strings.
#ifndef SPARKGATE_CLIENT_CLI_IO_H_
#define SPARKGATE_CLIENT_CLI_IO_H_

#include <cstddef>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

namespace sparkgate::cli {

struct Io {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  int in_descriptor = -1;     // of `in`, so that a wait for it can be ended; -1: it never waits
  int out_descriptor = -1;    // of `out`, so that a stream ends when its reader is gone
  size_t width = 0;           // of the terminal that `out` is; 0: it is none
  bool err_terminal = false;  // progress is shown there
  std::function<std::string(const char* name)> environment;  // "" for what isn't set
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_IO_H_
