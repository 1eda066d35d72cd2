# toml++ as headers, so that programs need no library of it. Debian's package has no CMake config.
find_path(TOML_INCLUDE_DIR toml++/toml.h)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(TomlHeaders REQUIRED_VARS TOML_INCLUDE_DIR)
if(TomlHeaders_FOUND AND NOT TARGET TOML::headers)
  add_library(TOML::headers INTERFACE IMPORTED)
  set_target_properties(TOML::headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${TOML_INCLUDE_DIR})
endif()
