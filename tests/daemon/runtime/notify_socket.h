// Replaces the service manager: the datagram socket that NOTIFY_SOCKET names, and the datagrams it received.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace noticed {

class NotifySocket {
 public:
  NotifySocket() {
    const std::string path = (dir_.path() / "notify").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~NotifySocket() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(socket_);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  /// The datagrams received since the last call.
  std::vector<std::string> heard() {
    std::vector<std::string> all;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 0; (size = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0;)
      all.emplace_back(buffer.data(), static_cast<std::size_t>(size));
    return all;
  }

 private:
  TempDir dir_;
  int socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

}  // namespace noticed
