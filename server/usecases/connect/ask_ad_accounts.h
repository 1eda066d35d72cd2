// One question about each of several ad accounts, put to TikTok side by side.
#ifndef SPARKGATE_SERVER_USECASES_CONNECT_ASK_AD_ACCOUNTS_H_
#define SPARKGATE_SERVER_USECASES_CONNECT_ASK_AD_ACCOUNTS_H_

#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "server/usecases/connect/tokens.h"
#include "server/usecases/env.h"
#include "server/usecases/overlap.h"

namespace sparkgate::server {

// ask(account, i) for each, on any thread: it only reads. What follows from the answers goes in
// order, so that the same story leaves the same events however the threads ran.
template <class Answer, class Ask>
std::vector<absl::StatusOr<Answer>> AskAdAccounts(Env& env, const Workspace& workspace,
                                                  const std::vector<std::string>& ad_accounts,
                                                  const Ask& ask) {
  const auto calls = CallAsAdAccounts(env, workspace, ad_accounts);
  std::vector<absl::StatusOr<Answer>> answers(calls.size());
  Overlap(env.calls, calls.size(),
          [&](size_t i) { answers[i] = calls[i].ok() ? ask(*calls[i], i) : calls[i].status(); });
  for (size_t i = 0; i < calls.size(); ++i) {
    if (!calls[i].ok() || answers[i].ok()) continue;
    answers[i] = NoteAdAccountError(env, workspace, ad_accounts[i], calls[i]->call,
                                    std::move(answers[i]).status());
  }
  return answers;
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CONNECT_ASK_AD_ACCOUNTS_H_
