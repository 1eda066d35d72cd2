// What a server listens with: plain text, or TLS from files that are watched.
#ifndef SPARKGATE_RPC_INTERNAL_SERVER_CREDENTIALS_H_
#define SPARKGATE_RPC_INTERNAL_SERVER_CREDENTIALS_H_

#include <memory>
#include <optional>

#include <grpcpp/security/server_credentials.h>

#include "rpc/tls.h"

namespace sparkgate::rpc::internal {

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const std::optional<TlsFiles>& files);

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_SERVER_CREDENTIALS_H_
