// The arguments of one call as TikTok takes them (facts 1.1): a JSON object in a POST's body, or a
// query in which arrays and objects are JSON text and everything else is plain text.
//
// A reader collects what is wrong while it is asked for one argument after the other, so that a
// handler reads like a list of fields and checks once:
//
//   ArgumentReader in(arguments);
//   const std::string advertiser = in.Id("advertiser_id");
//   const int64_t page = in.OptionalInt("page", {1, kNoLimit}).value_or(1);
//   SG_RETURN_IF_ERROR(in.Check());
//
// Check() names all missing fields at once, else the first bad value, else all fields that nobody
// asked for, each as 40002. A null argument is an absent one. Not thread-safe.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_ARGUMENTS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_ARGUMENTS_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace sparkgate::simulator {

inline constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

// Inclusive.
struct IntRange {
  int64_t least = std::numeric_limits<int64_t>::min();
  int64_t most = kNoLimit;
};

struct NumberRange {
  double least = std::numeric_limits<double>::lowest();
  double most = std::numeric_limits<double>::max();
};

struct Count {
  size_t least = 0;
  size_t most = std::numeric_limits<size_t>::max();
};

// What is taken besides that which is right (kRequests, kUnknownFields).
struct Strictness {
  bool lenient = false;         // also what SDKs are known to send wrongly
  bool unknown_fields = false;  // also fields that nobody asks for, as if they weren't there
};

// What came in, parsed once.
struct Arguments {
  boost::json::object values;
  bool from_query = false;  // values are text; arrays, objects and numbers are still to be read
  Strictness takes;
  boost::json::object repeated;  // by name, all values of a query's repeated key
  // Fields that the endpoint has and nobody asks for ("creatives.ad_text"), with all below them.
  std::span<const std::string_view> unplayed;
};

Arguments ArgumentsOfQuery(std::string_view query, Strictness takes = {});
// 40002 if it's no JSON object.
absl::StatusOr<Arguments> ArgumentsOfBody(std::string_view body, Strictness takes = {});

class ArgumentReader {
 public:
  explicit ArgumentReader(const Arguments& arguments);

  // A required argument that is absent or wrong is an empty value here and an error in Check().
  // An empty text counts as absent where one is required.
  std::string String(std::string_view name);
  std::string Id(std::string_view name);  // decimal digits; a bare JSON number is taken too
  std::string OneOf(std::string_view name, std::span<const std::string_view> allowed);
  std::vector<std::string> Ids(std::string_view name, Count count);
  bool Bool(std::string_view name);
  double Number(std::string_view name, NumberRange range = {});
  absl::Time Time(std::string_view name);
  ArgumentReader Object(std::string_view name);
  std::vector<ArgumentReader> Objects(std::string_view name, Count count);

  // Absent: nullopt (or an empty list, or a reader of nothing).
  std::optional<std::string> OptionalString(std::string_view name);
  std::optional<std::string> OptionalId(std::string_view name);
  std::optional<std::string> OptionalOneOf(std::string_view name,
                                           std::span<const std::string_view> allowed);
  std::vector<std::string> OptionalIds(std::string_view name, Count count = {});
  std::vector<std::string> OptionalStrings(std::string_view name, Count count = {});
  std::vector<std::string> OptionalListOf(std::string_view name,
                                          std::span<const std::string_view> allowed);
  std::optional<int64_t> OptionalInt(std::string_view name, IntRange range = {});
  std::optional<double> OptionalNumber(std::string_view name, NumberRange range = {});
  std::optional<bool> OptionalBool(std::string_view name);
  std::optional<absl::Time> OptionalTime(std::string_view name);
  ArgumentReader OptionalObject(std::string_view name);

  bool Has(std::string_view name) const;
  // Arguments that the endpoint has and this call has no use for, or none yet.
  void Allow(std::initializer_list<std::string_view> names) const;
  // An argument that this call needs although it isn't always required.
  void Require(std::string_view name);
  // A value that is wrong for a reason only the caller knows.
  void Reject(std::string_view name, std::string_view why);
  // Arguments that the endpoint has, but not simulated: one that is given is 40008, since to ignore
  // it would answer another question.
  void RejectUnsimulated(std::span<const std::string_view> names);

  // An object of which nothing was asked so far is left out: its time may still come.
  absl::Status Check() const;

 private:
  struct Findings;

  ArgumentReader(const ArgumentReader& outer, const boost::json::object* values,
                 std::string_view path);

  // The argument as it came; nullptr if it's absent. To look is to ask for it.
  const boost::json::value* Look(std::string_view name) const;

  enum class Kind { kText, kInt, kNumber, kBool, kList, kObject };
  // The argument as JSON of the wanted kind; nullptr if it's absent or (a finding then) isn't that.
  const boost::json::value* Take(std::string_view name, Kind kind);
  // The same of an argument of a query, which is text, and of a body's text that lenient takes.
  const boost::json::value* TakeText(std::string_view name, std::string_view text, Kind kind);
  std::vector<std::string> TextsOf(std::string_view name, Count count, bool ids);

  const boost::json::object* values_;
  const boost::json::object* repeated_ = nullptr;
  bool from_query_ = false;
  bool lenient_ = false;
  std::string prefix_;  // "creatives.0." in the first creative
  std::shared_ptr<Findings> findings_;
  size_t scope_ = 0;  // of the findings, what was asked of these values
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_ARGUMENTS_H_
