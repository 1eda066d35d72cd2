// `sparkgate-server rotate-master-key`: the command around RotateMasterKey (usecases/master_key.h),
// with the files in which the two keys lie.
#ifndef SPARKGATE_SERVER_APP_ROTATE_H_
#define SPARKGATE_SERVER_APP_ROTATE_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/app/options.h"

namespace sparkgate::server {

// A sentence for the operator. The server must not run. With new_master_key set no file is touched;
// else the new key is what <key file>.new holds, made if it isn't there, and in the end it is the
// key file, while <key file>.old is what was. It may be cut off anywhere and run again.
absl::StatusOr<std::string> RotateMasterKeyFiles(const Options& options);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_APP_ROTATE_H_
