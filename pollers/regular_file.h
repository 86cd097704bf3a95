// Reads files named by the user, but never a pipe, a socket or a device, whose opening or reading may block for ever.
// Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace noticed {

struct RegularFile {
  std::string text;      // the file's first bytes
  bool whole = false;    // `text` is the whole file
  std::string trouble;   // why it could not be read, for people and without its path; empty if it was read
  bool starved = false;  // no descriptor was free: currently this process cannot open any file
};

/// Reads at most `most` bytes of a file. Follows links.
RegularFile read_regular_file(const std::filesystem::path& path, std::size_t most);

}  // namespace noticed
