// The kinds of background work that there are, and what each one's subject is.
#ifndef SPARKGATE_SERVER_USECASES_WORK_KINDS_H_
#define SPARKGATE_SERVER_USECASES_WORK_KINDS_H_

namespace sparkgate::server {

// What is due at one instant goes in the order of these words: an ad account's whole library first,
// which spares looks at single posts of it, and ads last, since one look then sees whatever else
// happened at the instant.
inline constexpr char kCodeEndWork[] = "code.end";                    // a generated code's id
inline constexpr char kConsentWork[] = "consent.due";                 // a creator's id
inline constexpr char kLibrarySyncWork[] = "library.sync";            // an ad account
inline constexpr char kOperationWork[] = "operation";                 // an operation's id
inline constexpr char kTwinWork[] = "operation.twin";                 // an operation's id
inline constexpr char kAuthorizationWork[] = "post.due";              // "ad account/item id"
inline constexpr char kPostLookWork[] = "post.look";                  // "ad account/item id"
inline constexpr char kReviewHintWork[] = "review.hint";              // an ad group's id
inline constexpr char kReviewSyncWork[] = "review.sync";              // an ad account
inline constexpr char kAdoptionWork[] = "status.adopt";               // an ad account
inline constexpr char kPostAdsWork[] = "status.post";                 // "ad account/item id"
inline constexpr char kAdsSyncWork[] = "status.sync";                 // an ad account
inline constexpr char kSubscriptionSyncWork[] = "subscription.sync";  // "all"

// Last, so that what the others brought about is told at the same instant.
inline constexpr char kWebhookWork[] = "webhook";  // a webhook endpoint's id

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WORK_KINDS_H_
