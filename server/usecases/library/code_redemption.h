// Bulk import, the second half: the composite that redeems what was found, a few codes at a time,
// each by an operation of its own that the item names.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_CODE_REDEMPTION_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_CODE_REDEMPTION_H_

#include <memory>

#include "server/usecases/composite.h"

namespace sparkgate::server {

std::unique_ptr<Composite> NewImportComposite();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_CODE_REDEMPTION_H_
