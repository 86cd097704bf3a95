// The Unix socket that a daemon listens on: mode 0660, group of its directory. Owns the descriptor and the file.
// A socket that a killed daemon left is replaced; the file is removed at the end.
#pragma once

#include <filesystem>
#include <stdexcept>

namespace noticed {

/// A socket that cannot be had. what() names the path, the cause and the remedy.
class SocketError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ListeningSocket {
 public:
  /// Throws SocketError: the path is too long for a socket, something else is there, somebody listens there, no right.
  explicit ListeningSocket(std::filesystem::path path);
  ~ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  /// Non-blocking. Hands it over: the caller closes it.
  int release();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace noticed
