# Every dependency, found once. All are Debian 12 packages; deploy/packages.txt lists them.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)      # module mode: Debian ships no config package for it
find_package(absl CONFIG REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(Sodium REQUIRED)        # cmake/FindSodium.cmake
find_package(Soci REQUIRED)          # cmake/FindSoci.cmake
find_package(CLI11Headers REQUIRED)  # cmake/FindCLI11Headers.cmake
find_package(Jemalloc REQUIRED)      # cmake/FindJemalloc.cmake
find_package(yaml-cpp REQUIRED)
find_package(TomlHeaders REQUIRED)   # cmake/FindTomlHeaders.cmake
if(SPARKGATE_TESTS)
  find_package(GTest CONFIG REQUIRED)
endif()
if(SPARKGATE_BENCH)
  find_package(benchmark CONFIG REQUIRED)
endif()
