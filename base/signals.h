// Termination without signal handlers: the signals are blocked everywhere and one thread waits for
// them, so what follows may lock, log and allocate.
#ifndef SPARKGATE_BASE_SIGNALS_H_
#define SPARKGATE_BASE_SIGNALS_H_

namespace sparkgate {

// First thing in main, before any thread starts: threads inherit what is blocked. Also ignores
// SIGPIPE, by which a TLS peer that hangs up would end the process.
void BlockTerminationSignals();

// Blocks until SIGTERM or SIGINT arrives and returns which. From then on a second one ends the
// process at once with exit code 3, for a person who doesn't want to wait. Call once.
int WaitForTermination();

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_SIGNALS_H_
