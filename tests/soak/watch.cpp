#include "soak/watch.h"

#include <csignal>
#include <sstream>
#include <stdexcept>

#include "bench/watch_clock.h"
#include "codearts/cloud_service.h"
#include "system/http_get.h"

namespace noticed::soak {

using bench::Seconds;
using codearts::Service;

namespace {

/// A port that nobody listens on now.
std::uint16_t free_port() {
  boost::asio::io_context io;
  const Tcp::acceptor acceptor(io, Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

test::SceneOptions options_of(std::uint64_t resources, std::uint16_t port) {
  test::SceneOptions options;
  options.timeout = "3s";
  options.interval = "10s";
  options.cloud = {{"tokens", {"t1"}}, {"generate", {{"build", resources}}}};
  options.listen = "127.0.0.1:" + std::to_string(port);
  options.daemon_extra = "log_level = \"warn\"\n";
  options.sink_extra = "match = { type = [\"none\"] }";  // the scene's own sink gets no event, the inbox all
  return options;
}

void replace(std::string& text, const std::string& old, const std::string& with) {
  const auto at = text.find(old);
  if (at == std::string::npos) throw std::runtime_error("the configuration has no " + old);
  text.replace(at, old.size(), with);
}

}  // namespace

Watch::Watch(std::uint64_t resources)
    : resources_(resources),
      port_(free_port()),
      scene_(options_of(resources, port_)),
      inbox_(test::kSecret),
      owner_(scene_.cloud(), resources) {
  // Few resources per project: three similar changes in one would make the daemon poll all of it at once.
  for (std::uint64_t i = 0; i < resources; ++i)
    scene_.watch(Service::build, i, "project_id = \"p" + std::to_string(i / 4) + "\"\n");
  // A webhook gets at most ten events per second, and twenty occur: three share them by the last digit of the name.
  for (const std::string digits : {"012", "345", "6789"}) {
    std::string names;
    for (const char digit : digits) names += (names.empty() ? "\"*" : ", \"*") + std::string(1, digit) + "\"";
    scene_.add("[[sink]]\nname = \"inbox" + digits + "\"\ntype = \"webhook\"\nurl = \"" + inbox_.url() + digits +
               "\"\nsecret_file = \"secret\"\nmatch = { name = [" + names + "] }\n");
  }
  scene_.write();
  std::filesystem::create_directory(scene_.dir() / "conf.d");
  write_rest();
}

/// What a reload changes, and how long history is kept.
void Watch::write_rest() {
  test::write_file(scene_.dir() / "conf.d/soak.toml",
                   "[storage]\nkeep = \"30d\"\n[polling]\nconcurrency = " + std::to_string(64 + reloads_ % 2) + "\n");
}

void Watch::start() {
  const std::string polled =
      "SELECT (SELECT count(*) FROM run) || ' ' || count(*) FROM poll_state WHERE ok_ms >= (SELECT max(started_ms) "
      "FROM "
      "run)";
  const long runs = std::max(0L, scene_.count("SELECT count(*) FROM run"));
  const test::Row wanted{std::to_string(runs + 1) + " " + std::to_string(resources_)};
  scene_.start();
  bench::wait_until("the daemon to poll every resource", Seconds{300}, [&] {
    if (!scene_.daemon().running()) throw std::runtime_error("the daemon has ended:\n" + scene_.log());
    bench::nap(std::chrono::milliseconds{200});
    const auto rows = scene_.query(polled);
    return rows.size() == 1 && rows.front() == wanted;
  });
}

void Watch::reload() {
  ++reloads_;
  write_rest();
  scene_.daemon().signal(SIGHUP);
}

void Watch::calm_down() {
  std::string text = read_file(scene_.config());
  replace(text, "interval = \"10s\"", "interval = \"2h\"");
  test::write_file(scene_.config(), text);
  reload();
  std::uint64_t before = 0;
  // Polls that became due during the reload are caught up with at fifty per second.
  bench::wait_until("the daemon to fall silent", Seconds{600}, [&] {
    const std::uint64_t now = requests();
    if (now == before) return true;
    before = now;
    bench::nap(std::chrono::milliseconds{5'000});
    return false;
  });
}

double Watch::metric(const std::string& family, const std::string& but) const {
  const std::string answer = test::http_get(port_, "/metrics");
  if (!answer.starts_with("200 ")) throw std::runtime_error("/metrics answers " + answer.substr(0, 4));
  std::istringstream lines(answer);
  double sum = 0;
  for (std::string line; std::getline(lines, line);) {
    const bool ours = line.starts_with(family + "{") || line.starts_with(family + " ");
    if (!ours || (!but.empty() && line.find(but) != std::string::npos)) continue;
    sum += std::stod(line.substr(line.rfind(' ') + 1));
  }
  return sum;
}

}  // namespace noticed::soak
