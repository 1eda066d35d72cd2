#include "server/api/convert/code.h"

#include "server/api/convert/time.h"
#include "server/usecases/names.h"

namespace sparkgate::server {

sparkgate::v1::Code ToProto(const CodeView& view) {
  namespace v1 = sparkgate::v1;
  const Code& code = view.code;
  v1::Code out;
  out.set_name(CodeName(code.workspace, code.id));
  out.set_origin(static_cast<v1::CodeOrigin>(static_cast<int>(code.origin)));
  out.set_state(static_cast<v1::CodeState>(static_cast<int>(view.state)));
  if (!code.creator.empty()) out.set_creator(CreatorName(code.workspace, code.creator));
  out.set_item_id(code.item_id);
  // A received code's period is unknown until TikTok has told it.
  if (code.end_time > absl::UnixEpoch()) {
    SetTime(code.start_time, out.mutable_start_time());
    SetTime(code.end_time, out.mutable_end_time());
  }
  out.set_duration_days(code.duration_days);
  SetTime(code.create_time, out.mutable_create_time());
  out.set_hint(code.hint);
  return out;
}

}  // namespace sparkgate::server
