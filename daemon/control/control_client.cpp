#include "daemon/control/control_client.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "daemon/control/socket_path.h"
#include "daemon/runtime/unix_address.h"
#include "storage/file/lock_file.h"

namespace noticed {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kGreeting{2'000};
constexpr std::size_t kLongestAnswer = 1U << 22U;

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code ignored;
  return a == b || fs::equivalent(a, b, ignored);
}

std::string silence(const fs::path& place) {
  return "the daemon at " + place.string() + " does not answer: it is stopped, or very busy";
}

}  // namespace

ControlClient::ControlClient(const fs::path& database, const Clock& clock) : clock_(clock) {
  if (!daemon_runs(database).value_or(true)) {
    trouble_ = "no daemon runs on " + database.string() +
               "; start it (systemctl start noticed), or poll everything one time with `noticed run --once`";
    return;
  }
  const SteadyPoint deadline = clock_.steady() + kGreeting;
  std::string places;
  for (const auto& place : control_places(database)) {
    if (try_place(place, database, deadline)) return;
    places += (places.empty() ? "" : ", ") + place.string();
  }
  if (reach_ != Reach::nobody) return;
  fail(Reach::absent, "no daemon that uses " + database.string() + " is to be reached at " + places +
                          "; it is starting, was started with --once, or its log says control_unavailable");
}

ControlClient::~ControlClient() { hang_up(); }

void ControlClient::hang_up() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void ControlClient::fail(Reach reach, std::string trouble) {
  hang_up();
  reach_ = reach;
  trouble_ = std::move(trouble);
}

/// Returns true once the state of this database's daemon is known.
bool ControlClient::try_place(const fs::path& place, const fs::path& database, SteadyPoint deadline) {
  const auto address = unix_address(place);
  if (!address) return false;
  hang_up();
  in_.clear();
  socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int error = connect_to(socket_, *address);
  if (error == EACCES)
    fail(Reach::denied, place.string() + ": permission denied; only members of its group may ask (see ls -l)");
  if (error == EAGAIN) fail(Reach::silent, silence(place));
  if (error != 0) return false;
  reach_ = Reach::good;
  const auto greeting = next(std::chrono::duration_cast<milliseconds>(deadline - clock_.steady()));
  if (!greeting && reach_ == Reach::silent) trouble_ = silence(place);
  if (!greeting) return reach_ == Reach::silent;
  if (greeting->contains("error")) {
    fail(Reach::busy, place.string() + ": " + greeting->value("error", ""));
    return true;
  }
  if (same_file(greeting->value("database", ""), database)) {
    trouble_.clear();
    return true;
  }
  hang_up();  // another database's daemon
  reach_ = Reach::nobody;
  return false;
}

bool ControlClient::send(const nlohmann::ordered_json& request) {
  const std::string line = request.dump() + "\n";
  // Shorter than any socket buffer: sent at once, unless the daemon is gone.
  return ::send(socket_, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size());
}

/// Waits for more data; returns false if the connection was closed or time is up, with the cause in reach_.
bool ControlClient::receive(SteadyPoint deadline) {
  const auto left = std::max<std::int64_t>(0, (deadline - clock_.steady()).count());
  pollfd waiting{socket_, POLLIN, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(left));
  if (ready < 0 && errno == EINTR) return true;
  if (ready == 0) fail(Reach::silent, "the daemon does not answer any more: it is stopped, or very busy");
  if (ready <= 0) return false;
  std::array<char, 16'384> chunk{};
  const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (got > 0) in_.append(chunk.data(), static_cast<std::size_t>(got));
  if (got > 0 && in_.size() <= kLongestAnswer) return true;
  fail(Reach::absent, "the daemon has ended, or has cut the connection");
  return false;
}

std::optional<nlohmann::json> ControlClient::next(milliseconds patience) {
  const SteadyPoint deadline = clock_.steady() + patience;
  for (;;) {
    const auto end = in_.find('\n');
    if (end != std::string::npos) {
      auto answer = nlohmann::json::parse(in_.substr(0, end), nullptr, false);
      in_.erase(0, end + 1);
      if (answer.is_object()) return answer;
      continue;
    }
    if (socket_ < 0 || !receive(deadline)) return {};
  }
}

}  // namespace noticed
