// What people did to a published object on TikTok itself: switched it, or deleted it.
#ifndef SPARKGATE_SERVER_USECASES_ADS_OUTSIDE_H_
#define SPARKGATE_SERVER_USECASES_ADS_OUTSIDE_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include "server/domain/ad.h"
#include "server/store/store.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/events.h"

namespace sparkgate::server {

// TikTok's words, as read.
struct OutsideStatus {
  std::string operation_status;
  std::string secondary_status;
};

// Whether these are the words that `seen` (an object, or an AdMirror) holds already.
template <class Seen>
bool SaysNothingNew(const Seen& seen, const OutsideStatus& read) {
  return read.secondary_status == seen.tiktok_secondary_status &&
         ReadSwitch(read.operation_status, seen.operation_status) == seen.operation_status;
}

// Takes TikTok's words over into `object`, in which other news may stand already, and writes it if
// it differs from `seen`, the object as it was before TikTok was asked. False, and nothing written,
// if it changed here since, or is being switched or published: that is newer, and wakes a look of
// its own.
template <class Object>
absl::StatusOr<bool> TakeOutside(Transaction& tx, const Object& seen, Object& object,
                                 const OutsideStatus& read, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto current, Kind<Object>::Table(tx).Get(seen.workspace, seen.id));
  if (current != seen) return false;
  object.tiktok_secondary_status = read.secondary_status;
  if (SaysDeleted(read.secondary_status)) {
    object.stage = NextStage(seen.stage, StageEvent::kDeleted).value_or(seen.stage);
  } else {
    object.operation_status = ReadSwitch(read.operation_status, seen.operation_status);
  }
  if (object == seen) return true;
  const bool deleted = object.stage != seen.stage;
  const bool switched = object.operation_status != seen.operation_status;
  if (deleted || switched) {
    SG_ASSIGN_OR_RETURN(const auto open,
                        tx.operations().FindOpen(seen.workspace, "", NameOf(seen)));
    if (open.has_value()) return false;
  }
  SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(object));
  const auto tell = [&](std::string_view pattern, std::map<std::string, std::string> attributes) {
    attributes["origin"] = "OUTSIDE";
    return AppendEvent(tx, seen.workspace, fmt::format(fmt::runtime(pattern), Kind<Object>::kField),
                       NameOf(seen), now, std::move(attributes));
  };
  if (deleted) SG_RETURN_IF_ERROR(tell("{}.deleted", PostAttributes(seen)));
  if (switched) {
    SG_RETURN_IF_ERROR(tell(
        object.operation_status == OperationStatus::kEnabled ? "{}.switched_on" : "{}.switched_off",
        {}));
  }
  return true;
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_OUTSIDE_H_
