# How everything here is compiled: C++20, warnings as errors on our own targets (never on generated
# or third-party headers), sanitizers by option, ccache and mold when the machine has them.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# Some dependencies bring these to whoever links them; a precompiled header fits only where all have
# the same.
add_compile_definitions(FMT_SHARED)
add_compile_options(-pthread)

find_program(SPARKGATE_CCACHE ccache)
if(SPARKGATE_CCACHE)
  # Paths below the source tree are rewritten to relative ones, so that build folders and clones
  # share the cache; a precompiled header needs the sloppiness.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${SPARKGATE_CCACHE})
endif()
find_program(SPARKGATE_MOLD mold)
if(SPARKGATE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(SPARKGATE_SANITIZE)
  # Unoptimized: instrumented code costs twice the time to compile with -O1, and its tests still
  # take seconds.
  add_compile_options(-fsanitize=${SPARKGATE_SANITIZE} -fno-omit-frame-pointer -g1 -O0)
  add_link_options(-fsanitize=${SPARKGATE_SANITIZE})
  if(SPARKGATE_SANITIZE MATCHES "undefined")
    # Without the checks of each pointer's nullness and alignment, which double the code: a null one
    # faults by itself, and ASan tells where.
    add_compile_options(-fno-sanitize-recover=undefined -fno-sanitize=null,alignment)
  endif()
  if(SPARKGATE_FUZZ)
    # What fuzzers are guided by. Test code has none: it would take a quarter longer to compile.
    set(SPARKGATE_COVERAGE -fsanitize=fuzzer-no-link)
  endif()
else()
  # Line tables are what profiles and crash reports need; full debug information doubles the build.
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
endif()

# Designated initializers leave out what keeps its default: that is their point.
set(SPARKGATE_WARNINGS -Wall -Wextra -Wshadow -Wconversion -Werror -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  list(APPEND SPARKGATE_WARNINGS -Wthread-safety)
endif()
