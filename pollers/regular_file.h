// Reading files that somebody named: never a pipe, a socket or a device, whose opening or reading may wait for ever.
// Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace noticed {

struct RegularFile {
  std::string text;      // the file's first bytes
  bool whole = false;    // there is no more
  std::string trouble;   // why it could not be read, for people and without its path; empty: it was
  bool starved = false;  // no descriptor was free: it is this process that can open nothing now
};

/// At most `most` bytes of a file. Follows links.
RegularFile read_regular_file(const std::filesystem::path& path, std::size_t most);

}  // namespace noticed
