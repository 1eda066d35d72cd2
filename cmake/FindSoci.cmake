# SOCI 4.0 ships neither a pkg-config file nor a CMake config on Debian. Its SQLite header needs
# sqlite3.h and its PostgreSQL header libpq-fe.h, which libsoci-dev does not bring.
find_path(Soci_INCLUDE_DIR soci/soci.h)
find_library(Soci_CORE_LIBRARY soci_core)
find_library(Soci_SQLITE_LIBRARY soci_sqlite3)
find_library(Sqlite_LIBRARY sqlite3)
find_path(Sqlite_INCLUDE_DIR sqlite3.h)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Soci REQUIRED_VARS
  Soci_CORE_LIBRARY Soci_SQLITE_LIBRARY Sqlite_LIBRARY Soci_INCLUDE_DIR Sqlite_INCLUDE_DIR)
if(Soci_FOUND AND NOT TARGET Soci::sqlite3)
  add_library(Soci::core UNKNOWN IMPORTED)
  set_target_properties(Soci::core PROPERTIES
    IMPORTED_LOCATION ${Soci_CORE_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${Soci_INCLUDE_DIR})
  add_library(Soci::sqlite3 UNKNOWN IMPORTED)
  set_target_properties(Soci::sqlite3 PROPERTIES
    IMPORTED_LOCATION ${Soci_SQLITE_LIBRARY}
    INTERFACE_LINK_LIBRARIES "Soci::core;${Sqlite_LIBRARY}")
endif()
