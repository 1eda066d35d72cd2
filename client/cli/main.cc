// sparkctl: everything that a Sparkgate server and its simulator can do, from a command line.
#include <cstdlib>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "client/cli/app.h"

namespace {

// Without a terminal nothing is cut, unless COLUMNS says how much room there is.
size_t TerminalWidth() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0) {
    const char* columns = std::getenv("COLUMNS");
    return columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
  }
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

int main(int argc, char** argv) {
  sparkgate::cli::Io io = {.in = std::cin,
                           .out = std::cout,
                           .err = std::cerr,
                           .in_descriptor = STDIN_FILENO,
                           .out_descriptor = STDOUT_FILENO,
                           .width = TerminalWidth(),
                           .err_terminal = isatty(STDERR_FILENO) != 0,
                           .environment = Environment};
  return sparkgate::cli::Run({argv + 1, argv + argc}, io);
}
