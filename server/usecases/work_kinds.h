// The kinds of background work that there are, and what each one's subject is.
#ifndef SPARKGATE_SERVER_USECASES_WORK_KINDS_H_
#define SPARKGATE_SERVER_USECASES_WORK_KINDS_H_

namespace sparkgate::server {

inline constexpr char kOperationWork[] = "operation";              // an operation's id
inline constexpr char kCodeEndWork[] = "code.end";                 // a generated code's id
inline constexpr char kAuthorizationWork[] = "authorization.due";  // "ad account/item id"
inline constexpr char kLibrarySyncWork[] = "library.sync";         // an ad account
inline constexpr char kAdsSyncWork[] = "ads.sync";                 // an ad account

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WORK_KINDS_H_
