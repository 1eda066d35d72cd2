// Plain data ⇄ JSON, from one description. A struct says once what it is made of,
//
//   template <class Self, class Visitor>
//   static void Fields(Self& self, Visitor& visit) { visit("id", self.id); … }
//
// and both directions follow from it, so a field can't be saved and then forgotten at loading. A
// field that the text doesn't have keeps its default, so files of older versions can be read. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_JSON_ARCHIVE_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_JSON_ARCHIVE_H_

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <absl/time/time.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "simulator/world/table.h"

namespace sparkgate::simulator {

// Where reading failed, as a path ("ads.7123.create_time"); "" while all is well.
struct ReadProblem {
  std::string path;
};

struct NoVisitor {
  template <class T>
  void operator()(std::string_view, T&) {}
};
template <class T>
concept Described = requires(T& value, NoVisitor& visitor) {
  T::Fields(value, visitor);
};

// How one kind of value is written and read. Read returns false if the JSON is of another kind.
template <class T>
struct Codec;

template <class T>
boost::json::value ToJson(const T& value) {
  return Codec<T>::Write(value);
}
template <class T>
bool FromJson(const boost::json::value& json, T& value, ReadProblem& problem) {
  return Codec<T>::Read(json, value, problem);
}

template <>
struct Codec<bool> {
  static boost::json::value Write(bool value) { return value; }
  static bool Read(const boost::json::value& json, bool& value, ReadProblem&) {
    if (!json.is_bool()) return false;
    value = json.get_bool();
    return true;
  }
};

template <>
struct Codec<std::string> {
  static boost::json::value Write(const std::string& value) {
    return boost::json::value(boost::json::string_view(value.data(), value.size()));
  }
  static bool Read(const boost::json::value& json, std::string& value, ReadProblem&) {
    if (!json.is_string()) return false;
    value.assign(json.get_string().data(), json.get_string().size());
    return true;
  }
};

template <std::integral T>
struct Codec<T> {
  static boost::json::value Write(T value) { return value; }
  static bool Read(const boost::json::value& json, T& value, ReadProblem&) {
    if (json.is_int64() && std::in_range<T>(json.get_int64())) {
      value = static_cast<T>(json.get_int64());
    } else if (json.is_uint64() && std::in_range<T>(json.get_uint64())) {
      value = static_cast<T>(json.get_uint64());
    } else {
      return false;
    }
    return true;
  }
};

// As text: the JSON parser's doubles may be off in the last bit.
template <>
struct Codec<double> {
  static boost::json::value Write(double value) {
    return Codec<std::string>::Write(fmt::format("{}", value));
  }
  static bool Read(const boost::json::value& json, double& value, ReadProblem&) {
    if (!json.is_string()) return false;
    const char* begin = json.get_string().data();
    const char* end = begin + json.get_string().size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    return error == std::errc() && stop == end;
  }
};

template <class T>
requires std::is_enum_v<T>
struct Codec<T> {
  using Number = std::underlying_type_t<T>;
  static boost::json::value Write(T value) { return static_cast<Number>(value); }
  static bool Read(const boost::json::value& json, T& value, ReadProblem& problem) {
    Number number{};
    if (!FromJson(json, number, problem)) return false;
    value = static_cast<T>(number);
    return true;
  }
};

template <>
struct Codec<absl::Time> {
  static boost::json::value Write(absl::Time value) { return ToMicros(value); }
  static bool Read(const boost::json::value& json, absl::Time& value, ReadProblem&) {
    if (!json.is_int64()) return false;
    value = FromMicros(json.get_int64());
    return true;
  }
};

template <>
struct Codec<KeyedRandom> {
  static boost::json::value Write(const KeyedRandom& value) { return ToJson(value.seed()); }
  static bool Read(const boost::json::value& json, KeyedRandom& value, ReadProblem& problem) {
    std::string seed;
    if (!FromJson(json, seed, problem)) return false;
    value = KeyedRandom(std::move(seed));
    return true;
  }
};

template <>
struct Codec<absl::Duration> {
  static boost::json::value Write(absl::Duration value) { return absl::ToInt64Microseconds(value); }
  static bool Read(const boost::json::value& json, absl::Duration& value, ReadProblem&) {
    if (!json.is_int64()) return false;
    value = absl::Microseconds(json.get_int64());
    return true;
  }
};

template <class T>
struct Codec<std::optional<T>> {
  static boost::json::value Write(const std::optional<T>& value) {
    return value.has_value() ? ToJson(*value) : boost::json::value(nullptr);
  }
  static bool Read(const boost::json::value& json, std::optional<T>& value, ReadProblem& problem) {
    if (json.is_null()) {
      value.reset();
      return true;
    }
    return FromJson(json, value.emplace(), problem);
  }
};

template <class Container>
boost::json::value WriteList(const Container& values) {
  boost::json::array array;
  array.reserve(values.size());
  for (const auto& value : values) array.push_back(ToJson(value));
  return array;
}

template <class T>
struct Codec<std::vector<T>> {
  static boost::json::value Write(const std::vector<T>& values) { return WriteList(values); }
  static bool Read(const boost::json::value& json, std::vector<T>& values, ReadProblem& problem) {
    if (!json.is_array()) return false;
    values.clear();
    values.reserve(json.get_array().size());
    for (const boost::json::value& item : json.get_array()) {
      T value{};
      if (!FromJson(item, value, problem)) return false;
      values.push_back(std::move(value));
    }
    return true;
  }
};

template <class T, size_t kSize>
struct Codec<std::array<T, kSize>> {
  static boost::json::value Write(const std::array<T, kSize>& values) { return WriteList(values); }
  static bool Read(const boost::json::value& json, std::array<T, kSize>& values,
                   ReadProblem& problem) {
    if (!json.is_array() || json.get_array().size() != kSize) return false;
    for (size_t i = 0; i < kSize; ++i) {
      if (!FromJson(json.get_array()[i], values[i], problem)) return false;
    }
    return true;
  }
};

template <class T, class Less>
struct Codec<std::set<T, Less>> {
  static boost::json::value Write(const std::set<T, Less>& values) { return WriteList(values); }
  static bool Read(const boost::json::value& json, std::set<T, Less>& values,
                   ReadProblem& problem) {
    std::vector<T> list;
    if (!FromJson(json, list, problem)) return false;
    values = std::set<T, Less>(list.begin(), list.end());
    return true;
  }
};

// What goes by text and in its order.
template <class Map>
struct MapCodec {
  static boost::json::value Write(const Map& values) {
    boost::json::object object;
    object.reserve(values.size());
    for (const auto& [key, value] : values) object.emplace(key, ToJson(value));
    return object;
  }
  static bool Read(const boost::json::value& json, Map& values, ReadProblem& problem) {
    if (!json.is_object()) return false;
    values = Map();
    for (const auto& [key, item] : json.get_object()) {
      auto& value = values[std::string(key)];
      if (!FromJson(item, value, problem)) {
        problem.path = std::string(key) + "." + problem.path;
        return false;
      }
    }
    return true;
  }
};
template <class T, class Less>
struct Codec<std::map<std::string, T, Less>> : MapCodec<std::map<std::string, T, Less>> {};
template <class T>
struct Codec<Table<T>> : MapCodec<Table<T>> {};

template <Described T>
struct Codec<T> {
  static boost::json::value Write(const T& value) {
    boost::json::object object;
    auto visit = [&object](std::string_view name, const auto& field) {
      object.emplace(boost::json::string_view(name.data(), name.size()), ToJson(field));
    };
    T::Fields(value, visit);
    return object;
  }
  static bool Read(const boost::json::value& json, T& value, ReadProblem& problem) {
    if (!json.is_object()) return false;
    bool good = true;
    auto visit = [&](std::string_view name, auto& field) {
      if (!good) return;
      const boost::json::value* item =
          json.get_object().if_contains(boost::json::string_view(name.data(), name.size()));
      if (item == nullptr || FromJson(*item, field, problem)) return;
      problem.path = std::string(name) + (problem.path.empty() ? "" : ".") + problem.path;
      good = false;
    };
    T::Fields(value, visit);
    return good;
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_JSON_ARCHIVE_H_
