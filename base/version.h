// Which Sparkgate this is: the version of the CMake project.
#ifndef SPARKGATE_BASE_VERSION_H_
#define SPARKGATE_BASE_VERSION_H_

#include <string>

namespace sparkgate {

std::string Version();  // "0.1.0"

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_VERSION_H_
