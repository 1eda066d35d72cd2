#include "client/cli/render/message.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "client/cli/render/format.h"
#include "client/cli/render/table.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsNumber(const FieldDescriptor* field) {
  return !field->is_repeated() && (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                                   field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 ||
                                   field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE);
}

bool IsBool(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
}

// Says nothing: unset, zero, or false.
bool IsBlank(const FieldDescriptor* field, const std::string& text) {
  const bool zero = text == "0" || text == "0.00" || text.starts_with("0.00 ");
  return text.empty() || (IsNumber(field) && zero) || (IsBool(field) && text == "no");
}

// A column of a table: a plain field, or of a nested message its name, else its state ("review").
struct Source {
  const FieldDescriptor* field;
  const FieldDescriptor* inner = nullptr;

  std::string Cell(const Message& row, const RenderOptions& options) const {
    if (inner == nullptr) return FormatField(row, field, options.workspace);
    if (!row.GetReflection()->HasField(row, field)) return "";
    return FormatField(row.GetReflection()->GetMessage(row, field), inner, options.workspace);
  }
};

std::vector<Source> Columns(const Descriptor* type) {
  std::vector<Source> columns;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (IsPlain(field)) {
      columns.push_back({.field = field});
    } else if (!field->is_repeated()) {
      const FieldDescriptor* inner = field->message_type()->FindFieldByName("name");
      if (inner == nullptr) inner = field->message_type()->FindFieldByName("state");
      if (inner != nullptr && IsPlain(inner)) columns.push_back({.field = field, .inner = inner});
    }
  }
  return columns;
}

std::string RenderTable(const Message& parent, const FieldDescriptor* items, size_t indent,
                        const RenderOptions& options) {
  const int rows = parent.GetReflection()->FieldSize(parent, items);
  std::vector<Table::Column> columns;
  std::vector<std::vector<std::string>> cells(static_cast<size_t>(rows));
  for (const Source& source : Columns(items->message_type())) {
    std::vector<std::string> column;
    bool blank = true;
    for (int i = 0; i < rows; ++i) {
      const Message& row = parent.GetReflection()->GetRepeatedMessage(parent, items, i);
      column.push_back(source.Cell(row, options));
      blank = blank && (source.inner == nullptr ? IsBlank(source.field, column.back())
                                                : column.back().empty());
    }
    if (blank) continue;
    std::string title = Label(source.field);
    for (char& c : title) c = c == ' ' ? ' ' : Upper(std::string_view(&c, 1))[0];
    columns.push_back({.title = std::move(title), .right = IsNumber(source.field)});
    for (size_t i = 0; i < column.size(); ++i) cells[i].push_back(std::move(column[i]));
  }
  Table table(std::move(columns));
  for (auto& row : cells) table.Add(std::move(row));
  return table.Render(indent, options.width);
}

std::string RenderBlock(const Message& message, size_t indent, const RenderOptions& options);

// A field that doesn't fit into a cell: a line with its label, then what is in it.
std::string RenderNested(const Message& message, const FieldDescriptor* field, size_t indent,
                         const RenderOptions& options) {
  const auto* reflection = message.GetReflection();
  const std::string title = std::string(indent, ' ') + Label(field) + "\n";
  if (field->is_repeated()) {
    if (reflection->FieldSize(message, field) == 0) return "";
    return title + RenderTable(message, field, indent + 2, options);
  }
  if (!reflection->HasField(message, field)) return "";
  const std::string inner =
      RenderBlock(reflection->GetMessage(message, field), indent + 2, options);
  return inner.empty() ? "" : title + inner;
}

std::string RenderBlock(const Message& message, size_t indent, const RenderOptions& options) {
  const Descriptor* type = message.GetDescriptor();
  std::vector<std::pair<std::string, std::string>> lines;
  std::string nested;
  size_t widest = 0;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (!IsPlain(field)) {
      nested += RenderNested(message, field, indent, options);
      continue;
    }
    std::string text = FormatField(message, field, options.workspace);
    if (text.empty() || (IsBlank(field, text) && !IsBool(field))) continue;
    lines.emplace_back(Label(field), std::move(text));
    widest = std::max(widest, lines.back().first.size());
  }
  std::string result;
  for (const auto& [label, text] : lines) {
    result += fmt::format("{:{}}{:<{}}  {}\n", "", indent, label, widest, text);
  }
  return result + nested;
}

// WatchEventsResponse wraps an Event: what stands beside it (resume_after) is for programs.
bool WrapsAnother(const Descriptor* type) {
  for (int i = 0; i < type->field_count(); ++i) {
    if (!IsPlain(type->field(i)) && !type->field(i)->is_repeated()) return true;
  }
  return false;
}

}  // namespace

const FieldDescriptor* PageItems(const Descriptor* type) {
  const FieldDescriptor* items = nullptr;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->is_repeated() && field->message_type() != nullptr && !field->is_map()) {
      if (items != nullptr) return nullptr;
      items = field;
    } else if (field->name() != "next_page_token") {
      return nullptr;
    }
  }
  return items;
}

bool IsProgress(const Message& message) {
  const FieldDescriptor* finished = message.GetDescriptor()->FindFieldByName("finished");
  return finished != nullptr && IsBool(finished) &&
         !message.GetReflection()->GetBool(message, finished);
}

std::string RenderMessage(const Message& message, const RenderOptions& options) {
  const FieldDescriptor* items = PageItems(message.GetDescriptor());
  if (items == nullptr) {
    const std::string block = RenderBlock(message, 0, options);
    return block.empty() ? "Done.\n" : block;
  }
  if (message.GetReflection()->FieldSize(message, items) == 0) {
    return fmt::format("No {}.\n", Label(items));
  }
  return RenderTable(message, items, 0, options);
}

std::string RenderLine(const Message& message, const RenderOptions& options) {
  std::string line;
  const auto add = [&line](const std::string& part) {
    if (!part.empty()) line += (line.empty() ? "" : "  ") + part;
  };
  const bool wraps = WrapsAnother(message.GetDescriptor());
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (!IsPlain(field)) {
      if (!field->is_repeated()) {
        add(RenderLine(message.GetReflection()->GetMessage(message, field), options));
      }
    } else if (!wraps) {
      const std::string text = FormatField(message, field, options.workspace);
      add(IsNumber(field) || IsBool(field) ? fmt::format("{}={}", field->name(), text) : text);
    }
  }
  return line;
}

}  // namespace sparkgate::cli
