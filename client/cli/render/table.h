// Rows of text in aligned columns.
#ifndef SPARKGATE_CLIENT_CLI_RENDER_TABLE_H_
#define SPARKGATE_CLIENT_CLI_RENDER_TABLE_H_

#include <string>
#include <vector>

namespace sparkgate::cli {

class Table {
 public:
  struct Column {
    std::string title;
    bool right = false;  // numbers
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void Add(std::vector<std::string> cells);  // as many as there are columns

  // A line of titles and one per row. With a width (0: none), columns are left out from the right
  // and long cells cut until it fits; the first column is never touched.
  std::string Render(size_t indent, size_t width) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_RENDER_TABLE_H_
