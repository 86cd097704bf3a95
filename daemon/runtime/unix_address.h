// Converts a path to a Unix socket address.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>
#include <optional>

namespace noticed {

/// Maximum length of a socket path, in bytes.
constexpr std::size_t kLongestSocketPath = sizeof(sockaddr_un::sun_path) - 1;

/// Returns nullopt if the path is too long.
inline std::optional<sockaddr_un> unix_address(const std::filesystem::path& path) {
  const std::string& text = path.native();
  if (text.size() > kLongestSocketPath) return {};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  return address;
}

/// connect(2) to `address`: returns 0, or errno.
inline int connect_to(int descriptor, const sockaddr_un& address) {
  return ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
}

}  // namespace noticed
