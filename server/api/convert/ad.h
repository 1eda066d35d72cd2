// Campaigns, ad groups and ads on the wire.
#ifndef SPARKGATE_SERVER_API_CONVERT_AD_H_
#define SPARKGATE_SERVER_API_CONVERT_AD_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/field_mask.pb.h>

#include "rpc/call_context.h"
#include "server/domain/ad.h"
#include "sparkgate/v1/ad.pb.h"

namespace sparkgate::server {

sparkgate::v1::Campaign ToProto(const Campaign& campaign);
sparkgate::v1::AdGroup ToProto(const AdGroup& group);
sparkgate::v1::Ad ToProto(const Ad& ad);
sparkgate::v1::Review ToProto(const Review& review);

// The drafted fields of a message; what is output only is ignored. References must lie in the
// caller's workspace.
absl::StatusOr<Campaign> ReadDraft(const rpc::CallContext& context,
                                   const sparkgate::v1::Campaign& in);
absl::StatusOr<AdGroup> ReadDraft(const rpc::CallContext& context,
                                  const sparkgate::v1::AdGroup& in);
absl::StatusOr<Ad> ReadDraft(const rpc::CallContext& context, const sparkgate::v1::Ad& in);

// Puts those fields of `wanted` that `mask` names over a draft; what isn't drafted stays.
absl::Status UpdateDraft(const rpc::CallContext& context, const sparkgate::v1::Campaign& wanted,
                         const google::protobuf::FieldMask& mask, Campaign& draft);
absl::Status UpdateDraft(const rpc::CallContext& context, const sparkgate::v1::AdGroup& wanted,
                         const google::protobuf::FieldMask& mask, AdGroup& draft);
absl::Status UpdateDraft(const rpc::CallContext& context, const sparkgate::v1::Ad& wanted,
                         const google::protobuf::FieldMask& mask, Ad& draft);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_CONVERT_AD_H_
