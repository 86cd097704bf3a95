#include "weather/bad_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace noticed::weather {

namespace {

constexpr int kLook = 100;  // milliseconds between two checks whether the server ends

/// The size that a posted body has, 0 without one.
std::size_t body_size(const std::string& head) {
  const auto at = head.find("\r\nContent-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 18));
}

}  // namespace

bool Talk::say(std::string_view bytes) {
  while (!bytes.empty() && !over_) {
    pollfd ready{socket_, POLLOUT, 0};
    if (::poll(&ready, 1, kLook) == 0) continue;
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return !over_;
}

bool Talk::wait(std::chrono::milliseconds pause) {
  for (auto left = pause.count(); left > 0 && !over_; left -= kLook) {
    pollfd hung{socket_, POLLRDHUP, 0};
    if (::poll(&hung, 1, static_cast<int>(std::min<std::int64_t>(left, kLook))) > 0) return false;
  }
  return !over_;
}

void Talk::reset() {
  const linger now{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

BadServer::BadServer(Fair fair) : fair_(std::move(fair)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const place = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, place, size) != 0 || ::listen(listener_, 512) != 0 ||
      ::getsockname(listener_, place, &size) != 0)
    throw std::runtime_error("no socket for a bad server");
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

BadServer::~BadServer() {
  over_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  ::close(listener_);
}

void BadServer::behave(Behaviour behaviour) {
  const std::lock_guard lock(mutex_);
  behaviour_ = std::move(behaviour);
}

void BadServer::accept_all() {
  while (!over_) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    see_out(false);
    if (socket < 0) continue;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Guest& guest = guests_.emplace_back();
    guest.socket = socket;
    most_ = std::max<unsigned>(most_, ++open_);
    guest.thread = std::thread([this, &guest] { serve(guest); });
  }
  see_out(true);
}

/// Ends the threads of those who left; of all, at the end.
void BadServer::see_out(bool all) {
  for (auto guest = guests_.begin(); guest != guests_.end();) {
    if (!all && !guest->gone) {
      ++guest;
      continue;
    }
    guest->thread.join();
    guest = guests_.erase(guest);
  }
}

void BadServer::serve(Guest& guest) {
  Talk talk(guest.socket, over_);
  std::string read;
  std::array<char, 4096> chunk{};
  for (bool keep = true; keep && !over_;) {
    const auto end = read.find("\r\n\r\n");
    const std::string head = end == std::string::npos ? "" : read.substr(0, end + 4);
    if (!head.empty() && read.size() >= head.size() + body_size(head)) {
      read.erase(0, head.size() + body_size(head));
      answer(talk, head, keep);
      continue;
    }
    pollfd ready{guest.socket, POLLIN, 0};
    if (::poll(&ready, 1, kLook) == 0) continue;
    const auto size = ::recv(guest.socket, chunk.data(), chunk.size(), 0);
    if (size <= 0) break;
    read.append(chunk.data(), static_cast<std::size_t>(size));
  }
  ::close(guest.socket);
  --open_;
  guest.gone = true;
}

void BadServer::answer(Talk& talk, const std::string& head, bool& keep) {
  Behaviour behaviour;
  {
    const std::lock_guard lock(mutex_);
    behaviour = behaviour_;
  }
  const auto target = head.find(' ') + 1;
  if (!behaviour) {
    keep = talk.say(fair_(head.substr(target, head.find(' ', target) - target)));
    return;
  }
  ++attacks_;
  behaviour(talk, head);
  keep = false;
}

}  // namespace noticed::weather
