// Bulk import, the first half: a text comes in pieces, and the codes in it are written down. What
// is redeemed when it is whole: code_redemption.h.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_CODE_IMPORT_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_CODE_IMPORT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/code_import.h"
#include "server/domain/code_splitter.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

inline constexpr char kImportCodes[] = "library.import";
inline constexpr size_t kLongestPiece = size_t{256} << 10;

// Makes an import and its operation, or finds the one that the same request_id made.
absl::StatusOr<CodeImport> StartImport(Env& env, const Call& call, const std::string& ad_account);

// Takes one import's text, piece by piece; each piece is written down in one transaction. It is
// known by what is stored: any other receiver can go on where one was. One thread at a time.
class ImportReceiver {
 public:
  ImportReceiver(Env& env, CodeImport at)
      : env_(env), at_(std::move(at)), splitter_(at_.settled, at_.skipping) {}

  // As it is written down.
  const CodeImport& at() const { return at_; }
  // `text` begins at `offset` of the whole; what was received before is passed over. With the last
  // piece the operation goes on to redeem. Errors: IMPORT_GAP, IMPORT_OVER, IMPORT_ELSEWHERE. After
  // an error this one is of no use any more.
  absl::Status Take(int64_t offset, std::string_view text, bool last);

 private:
  absl::Status Keep(const Workspace& workspace, std::vector<ImportItem> items, bool last);

  Env& env_;
  CodeImport at_;
  CodeSplitter splitter_;
};

// Said when the text is whole, or won't be: whoever waits for the operation need not look in
// between.
absl::Status StopWaitingForText(Transaction& tx, const CodeImport& of);

struct ImportPage {
  std::string ad_account;
  std::vector<ImportItem> items;
};
// Items of an import, by number. NOT_FOUND if there is none of this id.
absl::StatusOr<ImportPage> ListImportItems(Env& env, const std::string& workspace,
                                           const std::string& id,
                                           std::optional<ImportItemState> state, int64_t after,
                                           int limit);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_CODE_IMPORT_H_
