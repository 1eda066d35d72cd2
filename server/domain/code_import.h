// Bulk imports: a long text of codes, what was found in it, and what became of each.
//
//   import: RECEIVING ─the text is whole→ REDEEMING;  either ─cancel→ CANCELLED
//   item:   WAITING ─planned→ SENT ─its operation is over→ DONE | FAILED | CANCELLED
//           WAITING ─redeemed here before→ DONE;  ─cancel→ CANCELLED;  DUPLICATE, REFUSED: at once
#ifndef SPARKGATE_SERVER_DOMAIN_CODE_IMPORT_H_
#define SPARKGATE_SERVER_DOMAIN_CODE_IMPORT_H_

#include <cstdint>
#include <string>

namespace sparkgate::server {

enum class ImportStage { kReceiving = 1, kRedeeming = 2, kCancelled = 3 };

struct CodeImport {
  std::string workspace;
  std::string id;  // of its operation
  std::string ad_account;
  ImportStage stage = ImportStage::kReceiving;
  // Where to go on in the text: what is before is written down, item by item (CodeSplitter).
  int64_t settled = 0;
  bool skipping = false;
  int64_t items = 0;  // in all; their numbers are 1 … items
  // Of them:
  int64_t duplicates = 0;
  int64_t refused = 0;
  int64_t done = 0;
  int64_t failed = 0;
  int64_t cancelled = 0;

  friend bool operator==(const CodeImport&, const CodeImport&) = default;
};

enum class ImportItemState {
  kWaiting = 1,
  kSent = 2,  // it has an operation
  kDone = 3,
  kFailed = 4,
  kDuplicate = 5,  // `same_as` came first
  kRefused = 6,    // not shaped like a code: nothing was sent
  kCancelled = 7
};

struct ImportItem {
  std::string workspace;
  std::string code_import;
  int64_t number = 0;
  ImportItemState state = ImportItemState::kWaiting;
  int64_t text_offset = 0;  // bytes
  int64_t text_length = 0;
  std::string hint;         // "#" and 4 characters; "" if refused
  std::string lookup_hash;  // as Code::lookup_hash; "" if refused or a duplicate
  std::string arguments;    // of the operation that redeems it, while WAITING; the code is sealed
  int64_t same_as = 0;
  std::string operation;  // Operation::id
  std::string item_id;    // of the post, once DONE
  // FAILED, REFUSED: as in Operation.
  int error_code = 0;
  std::string error_reason;
  std::string error_message;
  std::string error_who;

  friend bool operator==(const ImportItem&, const ImportItem&) = default;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_CODE_IMPORT_H_
