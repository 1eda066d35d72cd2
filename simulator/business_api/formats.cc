#include "simulator/business_api/formats.h"

#include <absl/time/civil_time.h>

namespace sparkgate::simulator {
namespace {

// Matches `text` against `shape`, where 0 stands for any digit.
bool HasShape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

int Digits(std::string_view text, size_t at, size_t count) {
  int value = 0;
  for (size_t i = at; i < at + count; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

void PutDigits(std::string& text, size_t at, size_t count, int value) {
  for (size_t i = at + count; i-- > at; value /= 10) text[i] = static_cast<char>('0' + value % 10);
}

// A civil time normalizes what doesn't exist ("02-30" is March): such a text isn't a time.
std::optional<absl::Time> Exactly(std::string_view text, int hour, int minute, int second) {
  const int year = Digits(text, 0, 4);
  const int month = Digits(text, 5, 2);
  const int day = Digits(text, 8, 2);
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  if (civil.month() != month || civil.day() != day || civil.hour() != hour ||
      civil.minute() != minute || civil.second() != second) {
    return std::nullopt;
  }
  return absl::FromCivil(civil, absl::UTCTimeZone());
}

}  // namespace

std::string WireTime(absl::Time time) {
  // By hand: answers are full of times, and a general formatter takes ten times as long.
  const absl::CivilSecond civil = absl::ToCivilSecond(time, absl::UTCTimeZone());
  std::string text = "0000-00-00 00:00:00";
  PutDigits(text, 0, 4, static_cast<int>(civil.year()));
  PutDigits(text, 5, 2, civil.month());
  PutDigits(text, 8, 2, civil.day());
  PutDigits(text, 11, 2, civil.hour());
  PutDigits(text, 14, 2, civil.minute());
  PutDigits(text, 17, 2, civil.second());
  return text;
}

std::optional<absl::Time> ParseWireTime(std::string_view text) {
  if (!HasShape(text, "0000-00-00 00:00:00")) return std::nullopt;
  return Exactly(text, Digits(text, 11, 2), Digits(text, 14, 2), Digits(text, 17, 2));
}

std::string WireDate(absl::Time time) { return WireTime(time).substr(0, 10); }

std::optional<absl::Time> ParseWireDate(std::string_view text) {
  if (!HasShape(text, "0000-00-00")) return std::nullopt;
  return Exactly(text, 0, 0, 0);
}

}  // namespace sparkgate::simulator
