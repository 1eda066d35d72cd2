// Writes an answer's `data` as text, straight away, for lists that are long and asked for all the
// time: objects in between were most of what those cost. The text is what AppendWireJson makes of
// equal objects. Everything else is written as objects, which read better.
//
//   WireWriter out;
//   out.BeginObject();
//   out.Member("item_id", post.id);
//   out.BeginArray("images");
//   …
//
// Whoever writes begins and ends in pairs, and gives names only in objects. Not thread-safe.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_WRITER_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <absl/time/time.h>

namespace sparkgate::simulator {

class WireWriter {
 public:
  void BeginObject() { Begin('{'); }
  void BeginObject(std::string_view name) { Key(name), Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void BeginArray(std::string_view name) { Key(name), Begin('['); }
  void EndArray() { End(']'); }

  template <class T>
  void Member(std::string_view name, const T& value) {
    Key(name);
    Value(value);
  }
  // A text that is put together.
  void Member(std::string_view name, std::initializer_list<std::string_view> parts);

  void Value(std::nullptr_t);
  void Value(bool value);
  void Value(int value) { Value(int64_t{value}); }
  void Value(int64_t value);
  void Value(double value);
  void Value(const char* text) { Value(std::string_view(text)); }
  void Value(const std::string& text) { Value(std::string_view(text)); }
  void Value(std::string_view text);
  void Value(absl::Time time);  // as formats.h says

  std::string Take() && { return std::move(text_); }

 private:
  void Key(std::string_view name);  // plain ASCII
  void Begin(char bracket);
  void End(char bracket);
  void Separate();  // from what was written before, if it was a member or an item

  std::string text_;
  bool comma_ = false;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_WRITER_H_
