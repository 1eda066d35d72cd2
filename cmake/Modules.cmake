# One function per kind of target, so that a module's CMakeLists.txt says only what it is made of.
#
#   sparkgate_module(NAME base [SEPARATE] SOURCES a.cc b.cc DEPS absl::status)   a library, alias sparkgate::base
#   sparkgate_test(NAME base_test [SEPARATE] SOURCES a_test.cc DEPS sparkgate::base)  a GoogleTest program
#   sparkgate_program(NAME sparkctl SOURCES main.cc DEPS …)           an executable
#   sparkgate_server_program(NAME … SOURCES … DEPS …)                 one that serves for long
#   sparkgate_fuzzer(NAME json_fuzz SOURCES json_fuzz.cc DEPS sparkgate::base)   run by tests/fuzz
include(GoogleTest)

# Parsing is half of what a file costs: the common headers are parsed once per build. A precompiled
# header fits only what is compiled with the same flags, so every target gets these. In angle brackets:
# CMake would write the path of this checkout, and no other could use what ccache keeps.
function(sparkgate_precompiled NAME HEADER)
  cmake_parse_arguments(ARG "" "" "DEPS;OPTIONS" ${ARGN})
  add_library(${NAME} OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled.cc)
  target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${NAME} PRIVATE ${SPARKGATE_WARNINGS} ${ARG_OPTIONS})
  target_link_libraries(${NAME} PRIVATE absl::status absl::statusor absl::time fmt::fmt
    protobuf::libprotobuf ${ARG_DEPS})
  target_precompile_headers(${NAME} PRIVATE <cmake/${HEADER}>)
endfunction()

# Test code is never optimized: that would double the time of compiling it.
set(SPARKGATE_TEST_OPTIONS -O0)
sparkgate_precompiled(sparkgate_precompiled precompiled.h OPTIONS ${SPARKGATE_COVERAGE})
if(SPARKGATE_TESTS)
  sparkgate_precompiled(sparkgate_precompiled_tests precompiled_tests.h
    DEPS GTest::gmock OPTIONS ${SPARKGATE_TEST_OPTIONS})
endif()

# A dozen files of a target are compiled at once (CMakePresets.json): headers are most of what a file
# costs. SEPARATE keeps a target's files apart: tests of many small tables, whose names are alike.
macro(sparkgate_separate_if_wanted TARGET)
  if(ARG_SEPARATE)
    set_target_properties(${TARGET} PROPERTIES UNITY_BUILD OFF)
  endif()
endmacro()

function(sparkgate_module)
  cmake_parse_arguments(ARG "SEPARATE" "NAME" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(sparkgate_${ARG_NAME} STATIC ${ARG_SOURCES})
  add_library(sparkgate::${ARG_NAME} ALIAS sparkgate_${ARG_NAME})
  target_include_directories(sparkgate_${ARG_NAME} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_options(sparkgate_${ARG_NAME} PRIVATE ${SPARKGATE_WARNINGS} ${SPARKGATE_COVERAGE})
  target_precompile_headers(sparkgate_${ARG_NAME} REUSE_FROM sparkgate_precompiled)
  sparkgate_separate_if_wanted(sparkgate_${ARG_NAME})
  target_link_libraries(sparkgate_${ARG_NAME} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
endfunction()

function(sparkgate_program)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_include_directories(${ARG_NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${ARG_NAME} PRIVATE ${SPARKGATE_WARNINGS} ${SPARKGATE_COVERAGE})
  target_precompile_headers(${ARG_NAME} REUSE_FROM sparkgate_precompiled)
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS})
endfunction()

# What a program that serves has more. Sanitizers bring an allocator of their own.
function(sparkgate_server_program)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS" ${ARGN})
  sparkgate_program(NAME ${ARG_NAME} SOURCES ${ARG_SOURCES} DEPS ${ARG_DEPS})
  if(NOT SPARKGATE_SANITIZE)
    target_link_libraries(${ARG_NAME} PRIVATE Jemalloc::jemalloc)
  endif()
endfunction()

# TIMEOUT is a hang detector (seconds), never a measurement. LABELS picks suites for a sanitizer.
function(sparkgate_test)
  if(NOT SPARKGATE_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "SEPARATE" "NAME;TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_include_directories(${ARG_NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${ARG_NAME} PRIVATE ${SPARKGATE_WARNINGS} ${SPARKGATE_TEST_OPTIONS})
  target_precompile_headers(${ARG_NAME} REUSE_FROM sparkgate_precompiled_tests)
  sparkgate_separate_if_wanted(${ARG_NAME})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  set(environment "")
  if(SPARKGATE_SANITIZE MATCHES "thread")
    set(environment "TSAN_OPTIONS=suppressions='${PROJECT_SOURCE_DIR}/tests/support/tsan.supp' halt_on_error=1 second_deadlock_stack=1")
  endif()
  # One CTest entry per program: starting a process per case costs more than the cases do.
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
  set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
  if(environment)
    set_tests_properties(${ARG_NAME} PROPERTIES ENVIRONMENT "${environment}")
  endif()
endfunction()

# libFuzzer's driver needs clang: these exist with SPARKGATE_FUZZ only.
function(sparkgate_fuzzer)
  if(SPARKGATE_FUZZ)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS" ${ARGN})
    sparkgate_program(NAME ${ARG_NAME} SOURCES ${ARG_SOURCES}
      DEPS ${ARG_DEPS} -fsanitize=fuzzer)
  endif()
endfunction()
