// A listening Unix socket: mode 0660, group of its directory. Owns the descriptor and the file. A socket left by a
// killed daemon is replaced; the destructor removes the file.
#pragma once

#include <filesystem>
#include <stdexcept>

namespace noticed {

/// Listening failed. what() names the path, the cause and the remedy.
class SocketError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ListeningSocket {
 public:
  /// Throws SocketError if the path is too long for a socket, if another file or a live listener is there, or without
  /// permission.
  explicit ListeningSocket(std::filesystem::path path);
  ~ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  /// Non-blocking. Transfers ownership: the caller closes it.
  int release();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace noticed
