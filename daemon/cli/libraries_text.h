// What `noticed --version` and `noticed check` say of the libraries that the system brings.
#pragma once

#include <string>

namespace noticed {

/// "libcurl 7.88.1, SQLite 3.40.1, OpenSSL 3.0.17", and, on a line of its own, what follows from a known fault of one
/// of them. No line break at the end.
std::string libraries_text();

}  // namespace noticed
