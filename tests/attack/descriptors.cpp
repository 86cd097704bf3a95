// The process may open few files, and wants many: a slow cloud, and visitors who hold their connections.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attack/attack.h"
#include "attack/stage.h"
#include "attack/witness.h"

namespace noticed::attack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kShortJobs = 60;
constexpr int kVisitors = 60;
constexpr seconds kShortPatience{120};
constexpr unsigned kShortages = 4;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

/// A port of loopback that nobody listens at.
std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  ::bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(probe);
  return ntohs(address.sin_port);
}

/// Connections that nothing is asked on.
class Visitors {
 public:
  Visitors(std::uint16_t port, int count) {
    const sockaddr_in address = loopback(port);
    for (; count > 0; --count) {
      const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      ::connect(one, reinterpret_cast<const sockaddr*>(&address), sizeof address);
      sockets_.push_back(one);
    }
  }
  ~Visitors() {
    for (const int one : sockets_) ::close(one);
  }
  Visitors(const Visitors&) = delete;
  Visitors& operator=(const Visitors&) = delete;

 private:
  std::vector<int> sockets_;
};

class Shortage {
 public:
  explicit Shortage(int limit)
      : limit_(limit), port_(free_port()), stage_(options(port_), kShortJobs), witness_(stage_.scene(), tally_) {
    tally_.times = 1;
  }

  Tally play() {
    auto& scene = stage_.scene();
    scene.start_by({"sh", "-c", "ulimit -n " + std::to_string(limit_) + "; exec \"$@\"", "sh"});
    scene.fault("/v1/", "delay", {{"ms", 300}});
    scene.start();
    const auto begun = [&] { return !scene.daemon().running() || scene.log().find("watching") != std::string::npos; };
    if (!test::eventually(begun)) fault("it neither starts nor ends");
    if (scene.daemon().running())
      live();
    else
      judge_refusal();
    scene.start_by({});
    if (!scene.daemon().running()) scene.start();
    if (!stage_.until_all_seen(kShortPatience)) fault("it did not recover");
    witness_.settle(name(), kShortPatience);
    // Without descriptors nothing is observed: only real changes may be reported.
    if (scene.events("settings.changed") != changed_) fault("changes were told that nobody made, or one was missed");
    witness_.history_is_good(name());
    if (scene.stop() != 0) fault("the stop was not clean");
    return tally_;
  }

  /// How often "too many open files" was recorded.
  long complaints() {
    return stage_.scene().count("SELECT count(*) FROM gaps WHERE detail LIKE '%open files%' OR detail LIKE '%socket%'");
  }

 private:
  static test::SceneOptions options(std::uint16_t port) {
    test::SceneOptions options;
    options.listen = "127.0.0.1:" + std::to_string(port);
    options.polling_extra = "fail_after = 1000\n";  // so that only changes make events
    return options;
  }
  std::string name() const { return "descriptors, " + std::to_string(limit_); }
  void fault(const std::string& what) {
    const std::string log = stage_.scene().log();
    tally_.faults.push_back(name() + ": " + what + "; log: …" +
                            log.substr(log.size() - std::min<std::size_t>(log.size(), 1'500)));
  }

  void live() {
    auto& scene = stage_.scene();
    {
      const Visitors visitors(port_, kVisitors);
      pass(seconds{2});
    }
    scene.clear_faults();
    if (!stage_.until_all_seen(kShortPatience)) fault("not everything was seen");
    const Visitors visitors(port_, kVisitors);
    scene.fault("/v1/", "delay", {{"ms", 300}});
    stage_.change(6);
    changed_ = 6;
    pass(seconds{2});
    scene.clear_faults();
    if (!stage_.until_all_seen(kShortPatience)) fault("the changes were not seen while visitors stay");
    std::string output;
    if (!scene.daemon().running()) {
      ++tally_.crashed, ++tally_.damaged;
      fault("it ended by itself");
    }
    if (scene.command({"status"}, &output) != 0) fault("status: " + output);
  }

  /// With very few descriptors it may refuse to start.
  void judge_refusal() {
    const std::string log = stage_.scene().log();
    if (scene_status() > 0 && log.find("Too many open files") != std::string::npos) return;
    if (scene_status() > 0 && log.find(stage_.scene().dir().string()) != std::string::npos) return;
    ++tally_.crashed, ++tally_.damaged;
    fault("it does not say why it does not start: " + std::to_string(scene_status()));
  }
  int scene_status() { return stage_.scene().daemon().wait(); }

  int limit_;
  std::uint16_t port_;
  Tally tally_;
  Stage stage_;
  Witness witness_;
  long changed_ = 0;
};

}  // namespace

Tally descriptors_attack(const Options& options) {
  std::vector<int> limits{48};
  if (!options.quick)
    for (int limit = 20; limit < 64; limit += 4) limits.push_back(limit);
  return play_all("descriptors", static_cast<long>(limits.size()), kShortages,
                  [&](long i) { return Shortage(limits[static_cast<std::size_t>(i)]).play(); });
}

}  // namespace noticed::attack
