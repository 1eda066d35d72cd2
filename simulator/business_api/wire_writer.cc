#include "simulator/business_api/wire_writer.h"

#include "simulator/business_api/formats.h"
#include "simulator/business_api/wire_json.h"

namespace sparkgate::simulator {

void WireWriter::Member(std::string_view name, std::initializer_list<std::string_view> parts) {
  Key(name);
  Separate();
  text_ += '"';
  for (const std::string_view part : parts) AppendWireEscaped(part, text_);
  text_ += '"';
}

void WireWriter::Value(std::nullptr_t) {
  Separate();
  text_ += "null";
}

void WireWriter::Value(bool value) {
  Separate();
  text_ += value ? "true" : "false";
}

void WireWriter::Value(int64_t value) {
  Separate();
  AppendWireNumber(value, text_);
}

void WireWriter::Value(double value) {
  Separate();
  AppendWireNumber(value, text_);
}

void WireWriter::Value(std::string_view text) {
  Separate();
  AppendWireText(text, text_);
}

void WireWriter::Value(absl::Time time) { Value(WireTime(time)); }

void WireWriter::Key(std::string_view name) {
  text_ += comma_ ? ",\"" : "\"";
  text_ += name;
  text_ += "\":";
  comma_ = false;
}

void WireWriter::Begin(char bracket) {
  Separate();
  text_ += bracket;
  comma_ = false;
}

void WireWriter::End(char bracket) {
  text_ += bracket;
  comma_ = true;
}

void WireWriter::Separate() {
  if (comma_) text_ += ',';
  comma_ = true;
}

}  // namespace sparkgate::simulator
