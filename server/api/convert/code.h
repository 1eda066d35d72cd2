// Codes on the wire: the record, never the code itself.
#ifndef SPARKGATE_SERVER_API_CONVERT_CODE_H_
#define SPARKGATE_SERVER_API_CONVERT_CODE_H_

#include "server/usecases/creators/codes.h"
#include "sparkgate/v1/creator_service.pb.h"

namespace sparkgate::server {

sparkgate::v1::Code ToProto(const CodeView& view);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_CONVERT_CODE_H_
