#include "server/store/sqlite/migrations.h"

#include <array>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/store/sqlite/migrations/0001_records.h"
#include "server/store/sqlite/migrations/0002_ordinals.h"
#include "server/store/sqlite/migrations/0003_refresh_sent.h"
#include "server/store/sqlite/migrations/0004_work_kinds.h"
#include "server/store/sqlite/migrations/0005_ledger.h"
#include "server/store/sqlite/migrations/0006_webhooks.h"
#include "server/store/sqlite/migrations/0007_appeals.h"
#include "server/store/sqlite/migrations/0008_end_policy.h"
#include "server/store/sqlite/migrations/0009_consent_due.h"
#include "server/store/sqlite/migrations/0010_hints.h"
#include "server/store/sqlite/migrations/0011_key_fields.h"
#include "server/store/sqlite/migrations/0012_adopted.h"
#include "server/store/sqlite/migrations/0013_protections.h"
#include "server/store/sqlite/migrations/0014_code_imports.h"

namespace sparkgate::server::sqlite {
namespace {

struct Migration {
  const char* name;
  const char* sql;
};

// The position is the version, from 1. Never edit one that was released: add another.
constexpr std::array kMigrations = {
    Migration{"records", kMigration0001},      Migration{"ordinals", kMigration0002},
    Migration{"refresh_sent", kMigration0003}, Migration{"work_kinds", kMigration0004},
    Migration{"ledger", kMigration0005},       Migration{"webhooks", kMigration0006},
    Migration{"appeals", kMigration0007},      Migration{"end_policy", kMigration0008},
    Migration{"consent_due", kMigration0009},  Migration{"hints", kMigration0010},
    Migration{"key_fields", kMigration0011},   Migration{"adopted", kMigration0012},
    Migration{"protections", kMigration0013},  Migration{"code_imports", kMigration0014},
};

constexpr int kNewest = static_cast<int>(kMigrations.size());

absl::Status ApplySince(Session& session, int from) {
  for (int version = from + 1; version <= kNewest; ++version) {
    const Migration& migration = kMigrations.at(static_cast<size_t>(version - 1));
    SG_RETURN_IF_ERROR(session.Run(migration.sql));
    SG_RETURN_IF_ERROR(
        session.Run(fmt::format("INSERT INTO schema_migrations (version, name) VALUES ({}, '{}')",
                                version, migration.name)));
  }
  if (from > 0) return absl::OkStatus();
  return session.Run(fmt::format("INSERT INTO meta (name, value) VALUES ('{}', '{}')", kStoreIdMeta,
                                 ToHex(RandomBytes(16))));
}

absl::Status Apply(Session& session) {
  SG_RETURN_IF_ERROR(
      session.Run("CREATE TABLE IF NOT EXISTS schema_migrations ("
                  "version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT"));
  SG_ASSIGN_OR_RETURN(const int64_t version,
                      session.Number("SELECT coalesce(max(version), 0) FROM schema_migrations"));
  if (version == kNewest) return absl::OkStatus();
  if (version > kNewest) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 fmt::format("{} was written by a newer Sparkgate: its schema is {}, this program "
                             "knows {}; start that version, or restore a backup",
                             session.path(), version, kNewest),
                 {.reason = "STORAGE_TOO_NEW", .who = Actor::kOperator});
  }
  return ApplySince(session, static_cast<int>(version));
}

}  // namespace

absl::Status Migrate(Session& session) {
  SG_RETURN_IF_ERROR(session.Run("BEGIN IMMEDIATE"));
  absl::Status status = Apply(session);
  if (status.ok()) return session.Run("COMMIT");
  // The first error is the one to tell; rolling back can only fail for the same reason.
  (void)session.Run("ROLLBACK");
  return status;
}

}  // namespace sparkgate::server::sqlite
