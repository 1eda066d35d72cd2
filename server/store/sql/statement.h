// One prepared SQL statement with its buffers, bound once and run many times (preparing again costs
// two to three times the run). The one file that knows how SOCI runs a statement. Belongs to its
// connection and has its thread contract: one thread at a time. Throws what SOCI throws.
#ifndef SPARKGATE_SERVER_STORE_SQL_STATEMENT_H_
#define SPARKGATE_SERVER_STORE_SQL_STATEMENT_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "server/store/sql/cell.h"

namespace soci {
class session;
}

namespace sparkgate::server::sql {

class Statement {
 public:
  // `sql` has a '?' for each parameter, in order.
  Statement(soci::session& session, const std::string& sql, std::span<const CellType> parameters,
            std::span<const CellType> columns);
  ~Statement();

  std::vector<Cell>& parameters() { return parameters_; }
  std::vector<Cell>& columns() { return columns_; }

  // True: a row is in columns(). A statement that isn't run to its end (false) keeps its snapshot
  // open, so fetch until then.
  bool Execute();
  bool Fetch();
  long long affected_rows();

 private:
  struct Soci;

  std::vector<Cell> parameters_;
  std::vector<Cell> columns_;
  std::unique_ptr<Soci> soci_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_STATEMENT_H_
