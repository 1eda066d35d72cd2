# CLI11 is header only; Debian's package has no CMake config in every release.
find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CLI11Headers REQUIRED_VARS CLI11_INCLUDE_DIR)
if(CLI11Headers_FOUND AND NOT TARGET CLI11::headers)
  add_library(CLI11::headers INTERFACE IMPORTED)
  set_target_properties(CLI11::headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${CLI11_INCLUDE_DIR})
endif()
