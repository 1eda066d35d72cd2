#include "simulator/world/persistence/world_diff.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "simulator/world/persistence/json_archive.h"
#include "simulator/world/persistence/secrets.h"
#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

// The hash of the log says whether two worlds saw the same; its parts say nothing more.
const std::set<std::string_view> kLeftOut = {"id",       "incarnation", "created_as", "revision",
                                             "requests", "ordinals",    "log",        "ttl"};

// The fields of a state, each turned into JSON only when it is asked for: a large world's as a
// whole would be many times the world.
class Parts {
 public:
  struct Part {
    std::string_view name;
    std::function<json::value()> value;
  };

  explicit Parts(const WorldState& state) {
    WorldState::Fields(state, *this);
    parts.push_back({"event_count", [&state] { return json::value(state.log.count()); }});
    parts.push_back({"event_hash", [&state] { return ToJson(state.log.Hash()); }});
  }
  template <class T>
  void operator()(std::string_view name, const T& field) {
    if (!kLeftOut.contains(name)) parts.push_back({name, [&field] { return ToJson(field); }});
  }

  std::vector<Part> parts;
};

class Comparison {
 public:
  Comparison(const Secrets& secrets, size_t most) : secrets_(secrets), most_(most) {}

  // Null: not there.
  void Compare(const std::string& path, const json::value* before, const json::value* after) {
    if (before != nullptr && after != nullptr) {
      if (*before == *after) return;
      if (before->is_object() && after->is_object()) {
        return CompareObjects(path, before->get_object(), after->get_object());
      }
      if (before->is_array() && after->is_array()) {
        return CompareArrays(path, before->get_array(), after->get_array());
      }
    }
    ++diff_.total;
    if (diff_.differences.size() < most_) {
      diff_.differences.push_back({path, Shown(path, before), Shown(path, after)});
    }
  }

  WorldDiff Take() { return std::move(diff_); }

 private:
  void CompareObjects(const std::string& path, const json::object& before,
                      const json::object& after) {
    for (const auto& [key, value] : before) {
      Compare(Under(path, key), &value, after.if_contains(key));
    }
    for (const auto& [key, value] : after) {
      if (!before.contains(key)) Compare(Under(path, key), nullptr, &value);
    }
  }
  void CompareArrays(const std::string& path, const json::array& before, const json::array& after) {
    for (size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      Compare(fmt::format("{}.{}", path, i), i < before.size() ? &before[i] : nullptr,
              i < after.size() ? &after[i] : nullptr);
    }
  }
  std::string Under(const std::string& path, std::string_view key) const {
    return fmt::format("{}.{}", path, secrets_.Masked(key));
  }
  std::string Shown(std::string_view path, const json::value* value) const {
    if (value == nullptr) return "";
    const std::string_view field = path.substr(path.rfind('.') + 1);
    return CutText(json::serialize(secrets_.Masked(field, *value)), kLongestShown);
  }

  const Secrets& secrets_;
  const size_t most_;
  WorldDiff diff_;
};

}  // namespace

WorldDiff DiffWorlds(const WorldState& before, const WorldState& after, size_t most) {
  Secrets secrets;
  secrets.Learn(before);
  secrets.Learn(after);
  Comparison comparison(secrets, most);
  const Parts old_parts(before);
  const Parts new_parts(after);
  for (size_t i = 0; i < old_parts.parts.size(); ++i) {  // the same fields in the same order
    const json::value old_value = old_parts.parts[i].value();
    const json::value new_value = new_parts.parts[i].value();
    comparison.Compare(std::string(old_parts.parts[i].name), &old_value, &new_value);
  }
  return comparison.Take();
}

}  // namespace sparkgate::simulator
