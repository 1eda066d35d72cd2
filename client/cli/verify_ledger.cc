#include "client/cli/verify_ledger.h"

#include <map>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <absl/strings/numbers.h>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include "base/crypto/hash.h"
#include "client/cli/source.h"
#include "sparkgate/v1/ledger_service.pb.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::util::TimeUtil;

struct Head {
  int64_t number = 0;  // 0: none was given
  std::string hash;
};

absl::StatusOr<Head> ReadHead(std::string_view text) {
  const size_t colon = text.find(':');
  Head head;
  const bool numbered =
      colon != text.npos && absl::SimpleAtoi(std::string(text.substr(0, colon)), &head.number);
  if (!numbered || head.number < 1 || text.size() - colon - 1 != 64) {
    return absl::InvalidArgumentError(
        fmt::format("'{}' is no head: it must be NUMBER:HASH, of 64 hex digits", text));
  }
  head.hash = std::string(text.substr(colon + 1));
  return head;
}

absl::StatusOr<v1::ListEntriesResponse> ReadLedger(const std::string& file, Io& io) {
  const absl::StatusOr<std::string> text = SourceReader(io)(file == "-" ? file : "@" + file);
  if (!text.ok()) return text.status();
  v1::ListEntriesResponse ledger;
  const auto parsed = google::protobuf::util::JsonStringToMessage(*text, &ledger);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        fmt::format("{} is no ledger: {}", file,
                    std::string_view(parsed.message().data(), parsed.message().size())));
  }
  if (ledger.entries_size() == 0) {
    return absl::InvalidArgumentError(fmt::format("{} holds no entry", file));
  }
  return ledger;
}

// "workspaces/{id}/ledgerEntries/{number}".
std::string WorkspaceOf(std::string_view name) {
  constexpr std::string_view kRoot = "workspaces/";
  if (!name.starts_with(kRoot)) return "";
  name.remove_prefix(kRoot.size());
  return std::string(name.substr(0, name.find('/')));
}

bool IsShown(const v1::LedgerEntry& entry) { return entry.has_time(); }

std::string DigestOf(const v1::LedgerEntry& entry) {
  std::string text;
  const auto add = [&](std::string_view part) { text += fmt::format("{}:{}", part.size(), part); };
  add(std::to_string(entry.number()));
  add(std::to_string(TimeUtil::TimestampToMicroseconds(entry.time())));
  add(WorkspaceOf(entry.name()));
  add(entry.principal());
  add(entry.action());
  add(entry.resource());
  add(entry.item_id());
  const std::map<std::string, std::string> sorted(entry.attributes().begin(),
                                                  entry.attributes().end());
  for (const auto& [key, value] : sorted) {
    add(key);
    add(value);
  }
  return ToHex(Sha256(text));
}

absl::Status Broken(int64_t number, std::string_view how) {
  return absl::DataLossError(fmt::format("entry {}: {}", number, how));
}

// `before` is null for the first.
absl::Status CheckEntry(const v1::LedgerEntry* before, const v1::LedgerEntry& entry) {
  const int64_t number = entry.number();
  if (before != nullptr && number != before->number() + 1) {
    return Broken(number, fmt::format("comes after {}: something is missing", before->number()));
  }
  if (entry.digest().empty()) {
    const bool younger = before != nullptr && !before->digest().empty();
    return younger ? Broken(number, "has no digest, though the one before has") : absl::OkStatus();
  }
  if (IsShown(entry) && DigestOf(entry) != entry.digest()) {
    return Broken(number, "isn't what its digest was made of: it was changed");
  }
  if (before == nullptr && number != 1) return absl::OkStatus();  // what it stands on isn't here
  const std::string previous = before == nullptr ? "" : before->hash();
  if (ToHex(Sha256(previous + entry.digest())) != entry.hash()) {
    return Broken(number, "doesn't follow from the one before: the chain was changed here");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunVerifyLedger(const Arguments& arguments, Io& io) {
  const std::vector<std::string>& words = arguments.positionals;
  if (words.empty() || words.size() > 2) {
    return absl::InvalidArgumentError("say 'verify-ledger FILE [NUMBER:HASH]'");
  }
  Head head;
  if (words.size() == 2) {
    absl::StatusOr<Head> given = ReadHead(words[1]);
    if (!given.ok()) return given.status();
    head = *std::move(given);
  }
  const absl::StatusOr<v1::ListEntriesResponse> ledger = ReadLedger(words[0], io);
  if (!ledger.ok()) return ledger.status();

  const v1::LedgerEntry* before = nullptr;
  int shown = 0;
  int unproven = 0;
  bool head_met = head.number == 0;
  for (const v1::LedgerEntry& entry : ledger->entries()) {
    if (absl::Status checked = CheckEntry(before, entry); !checked.ok()) return checked;
    shown += IsShown(entry) ? 1 : 0;
    unproven += entry.digest().empty() ? 1 : 0;
    if (entry.number() == head.number) {
      if (entry.hash() != head.hash) return Broken(head.number, "isn't the head that was given");
      head_met = true;
    }
    before = &entry;
  }
  if (!head_met) return Broken(head.number, "is the head that was given, and isn't here");

  const int64_t first = ledger->entries(0).number();
  io.out << fmt::format("The chain holds from entry {} to {}: {} shown, {} withheld.\n", first,
                        before->number(), shown, ledger->entries_size() - shown);
  if (first > 1) {
    io.out << fmt::format("Entries before {} aren't here: nothing is said of them.\n", first);
  }
  if (unproven > 0) {
    io.out << fmt::format(
        "{} of them were written before there were digests: those alone prove "
        "nothing.\n",
        unproven);
  }
  io.out << fmt::format("head {}:{}\n", before->number(), before->hash());
  return absl::OkStatus();
}

}  // namespace sparkgate::cli
