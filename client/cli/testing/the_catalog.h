// The catalog of everything that sparkctl knows, read once for all tests.
#ifndef SPARKGATE_CLIENT_CLI_TESTING_THE_CATALOG_H_
#define SPARKGATE_CLIENT_CLI_TESTING_THE_CATALOG_H_

#include "client/cli/catalog.h"
#include "client/cli/schema.h"

namespace sparkgate::cli {

inline const Catalog& TheCatalog() {
  static const Catalog catalog(EmbeddedSchema());
  return catalog;
}

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_TESTING_THE_CATALOG_H_
