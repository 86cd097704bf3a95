#include "weather/arena.h"

#include <fcntl.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "bench/process_stat.h"
#include "bench/watch_clock.h"
#include "codearts/cloud_service.h"

namespace noticed::weather {

using bench::Seconds;
using codearts::Json;
using codearts::Service;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t kHealthy = 5;
constexpr std::uint64_t kMemoryBudget = std::uint64_t{32} << 20U;
constexpr Seconds kPatience{60};
// Of the healthy account's polls: how many of the planned ones must take place, and how long none may.
constexpr double kShare = 0.8;
constexpr double kLongestSilence = 3;  // seconds
const std::string kHook = "/hook";

test::SceneOptions scene_options(const ArenaOptions& options) {
  test::SceneOptions scene;
  scene.timeout = options.timeout;
  scene.cloud = {{"tokens", {"t1", "*"}}, {"generate", {{"build", kHealthy + options.bad_ones}}}};
  scene.extra = options.extra;
  return scene;
}

std::string whole_answer(const codearts::Reply& reply) {
  const std::string body = reply.body ? reply.body->text : "";
  return "HTTP/1.1 " + std::to_string(reply.status) +
         " X\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void replace(std::string& text, const std::string& old, const std::string& with) {
  const auto at = text.find(old);
  if (at == std::string::npos) throw std::runtime_error("the configuration has no " + old);
  text.replace(at, old.size(), with);
}

/// Or the daemon would keep a server's port open after that has gone.
void keep_sockets_from_children() {
  constexpr int kMost = 1'024;
  for (int descriptor = 3; descriptor < kMost; ++descriptor) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

}  // namespace

Arena::Arena(const ArenaOptions& options, soak::Checks& checks, bool quick)
    : options_(options),
      checks_(checks),
      quick_(quick),
      scene_(scene_options(options)),
      server_([this](const std::string& target) -> std::string {
        if (target == kHook)
          return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";  // for the sink, which the cloud does not simulate
        return whole_answer(scene_.cloud().with_cloud([&](codearts::Cloud& cloud) {
          return cloud.handle(codearts::Request{"GET", target, {}, {}});
        }));
      }) {
  for (std::uint64_t i = 0; i < kHealthy; ++i)
    healthy_.push_back(scene_.watch(Service::build, i, "account = \"prod\"\n"));
  for (std::uint64_t i = 0; i < options.bad_ones; ++i)
    scene_.watch(Service::build, kHealthy + i, "account = \"bad\"\ninterval = \"" + options.bad_interval + "\"\n");
  if (options.bad_ones > 0)
    scene_.add(
        "[[account]]\nname = \"bad\"\nregion = \"ap-southeast-3\"\nauth = \"token\"\nrate_limit = \"100000/s\"\n"
        "endpoints = { build = \"" +
        (options.bad_url.empty() ? server_.url() : options.bad_url) + "\" }\n" + options.bad_extra);
  if (options.sink_at_bad_server)
    scene_.add("[[sink]]\nname = \"bad\"\ntype = \"webhook\"\nurl = \"" + server_.url() + kHook +
               "\"\nsecret_file = \"secret\"\n");
}

Arena::~Arena() = default;

void Arena::start() {
  scene_.write();
  std::string text = read_file(scene_.config());
  replace(text, "time_zone = \"UTC\"", "time_zone = \"" + options_.time_zone + "\"");
  test::write_file(scene_.config(), text);
  keep_sockets_from_children();
  scene_.start();
  const auto all = static_cast<long>(kHealthy + options_.bad_ones);
  bench::wait_until("all to be well", kPatience, [&] {
    if (!scene_.daemon().running()) throw std::runtime_error("the daemon has ended:\n" + scene_.log());
    return scene_.count("SELECT count(*) FROM resources WHERE state = 'ok'") == all;
  });
  memory_before_ = bench::resident_memory(scene_.daemon().pid());
}

void Arena::reconfigure(const std::string& old, const std::string& with) {
  std::string text = read_file(scene_.config());
  replace(text, old, with);
  test::write_file(scene_.config(), text);
  scene_.daemon().signal(SIGHUP);
}

long Arena::gaps_of(const std::string& kind) const {
  return scene_.count(
      "SELECT count(DISTINCT g.resource_id) FROM gap g JOIN resource r ON r.id = g.resource_id JOIN "
      "account a ON a.id = r.account_id WHERE a.name = 'bad' AND g.to_ms IS NULL AND g.reason = '" +
      kind + "'");
}

long Arena::failing_by_status() {
  std::string said;
  const auto begin = bench::steady_now();
  const int status = scene_.command({"status", "--json"}, &said);
  const double took = bench::seconds_since(begin);
  if (status != 0 || took > 1) {
    checks_.check(false, "`noticed status --json` within a second",
                  "status " + std::to_string(status) + " after " + std::to_string(took) + " s");
    return -1;
  }
  long failing = 0;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    const Json row = Json::parse(line, nullptr, false);
    if (!row.is_object() || row.value("account", "") != "bad") continue;
    const std::string state = row.value("state", "");
    if ((state == "failing" || state == "unreachable") && !row.value("last_error", "").empty()) ++failing;
  }
  return failing;
}

bool Arena::told_of_a_change(std::chrono::seconds patience) {
  const auto changes = "SELECT count(*) FROM changes WHERE external_id = '" + healthy_.front() + "'";
  const long before = scene_.count(changes);
  const auto messages = scene_.receiver().deliveries().size();
  scene_.set(Service::build, healthy_.front(), "query", "/result/1/enable_map/buildJobFail", ++flips_ % 2 == 0);
  return test::eventually(
      [&] { return scene_.count(changes) == before + 1 && scene_.receiver().deliveries().size() > messages; },
      patience);
}

/// What the daemon does while the weather lasts.
void Arena::hold(const Forecast& forecast) {
  const auto begin = bench::steady_now();
  std::uint64_t most = 0, requests = healthy_requests();
  const std::uint64_t first = requests;
  double heard = 0, silence = 0;
  long answered = 0, asked = 0;
  for (double now = 0; now < seconds(); now = bench::seconds_since(begin)) {
    if (!scene_.daemon().running()) throw std::runtime_error("the daemon has ended:\n" + scene_.log());
    most = std::max(most, bench::resident_memory(scene_.daemon().pid()));
    if (const auto more = healthy_requests(); more != requests) {
      requests = more;
      heard = now;
    }
    silence = std::max(silence, now - heard);
    if (now >= static_cast<double>(asked)) {
      ++asked;
      if (failing_by_status() >= 0) ++answered;
    }
    bench::nap(milliseconds{50});
  }
  const double planned = kHealthy * bench::seconds_since(begin);
  checks_.same(answered, asked, forecast.name + ": `noticed status --json` answered within a second");
  const std::uint64_t grown = most > memory_before_ ? most - memory_before_ : 0;
  checks_.check(grown <= kMemoryBudget, forecast.name + ": memory grew by 32 MiB at most",
                std::to_string(grown >> 20U) + " MiB");
  // After a change they are all asked together: the window may begin just after such a moment, and end just before.
  checks_.check(static_cast<double>(requests - first + kHealthy) >= kShare * planned && silence <= kLongestSilence,
                forecast.name + ": the healthy account was polled in time",
                std::to_string(requests - first) + " of " + std::to_string(std::lround(planned)) +
                    " polls, longest pause " + std::to_string(silence) + " s");
}

void Arena::endure(const Forecast& forecast) {
  const auto attacks = [&] { return forecast.attacks ? forecast.attacks() : server_.attacks(); };
  forecast.begin();
  const auto wanted = static_cast<long>(forecast.failing == 0 ? options_.bad_ones : forecast.failing);
  if (!forecast.kind.empty()) {
    const bool seen = test::eventually([&] { return gaps_of(forecast.kind) >= wanted; }, std::chrono::seconds{30});
    checks_.check(
        seen, forecast.name + ": the failures are told as " + forecast.kind,
        std::to_string(gaps_of(forecast.kind)) + " of " + std::to_string(wanted) + (seen ? "" : "; " + reasons()));
    checks_.check(failing_by_status() >= wanted, forecast.name + ": and by `noticed status --json`");
  }
  hold(forecast);
  checks_.check(told_of_a_change(std::chrono::seconds{8}),
                forecast.name + ": a change of the healthy account is told meanwhile");
  const std::uint64_t times = attacks();
  forecast.end();
  const auto all = static_cast<long>(kHealthy + options_.bad_ones);
  const bool well =
      test::eventually([&] { return scene_.count("SELECT count(*) FROM resources WHERE state = 'ok'") == all; },
                       std::chrono::seconds{60});
  checks_.check(well, forecast.name + ": all are well when it is over");
  checks_.same(scene_.events("settings.changed"), static_cast<long>(flips_),
               forecast.name + ": it changed no setting; events");
  conclude(forecast.name, times);
}

std::string Arena::reasons() const {
  std::string text;
  for (const auto& row : scene_.query("SELECT reason, count(*), min(detail) FROM gap GROUP BY reason"))
    text += row[0] + " " + row[1] + " (" + row[2] + "); ";
  return text;
}

void Arena::conclude(const std::string& name, std::uint64_t attacks) {
  test::eventually([&] { return scene_.count("SELECT count(*) FROM deliveries WHERE state = 'pending'") == 0; });
  const auto begin = bench::steady_now();
  const int status = scene_.stop();
  const double took = bench::seconds_since(begin);
  checks_.check(status == 0 && took <= 5, name + ": TERM ends it well within 5 s",
                "status " + std::to_string(status) + " after " + std::to_string(took) + " s");
  std::string said;
  const int verified = scene_.command({"verify"}, &said);
  checks_.check(verified == 0, name + ": `noticed verify` is content");
  std::multiset<std::string> ids;
  for (const auto& delivery : scene_.receiver().deliveries()) ids.insert(delivery.headers.at("webhook-id"));
  std::uint64_t lost = 0;
  for (const auto& row : scene_.query("SELECT id FROM events")) lost += ids.contains(row[0]) ? 0U : 1U;
  const std::uint64_t repeated = ids.size() - std::set<std::string>(ids.begin(), ids.end()).size();
  checks_.check(lost == 0 && repeated == 0 && attacks > 0, name + ": each event reached the sink, once",
                std::to_string(lost) + " lost, " + std::to_string(repeated) + " twice, " + std::to_string(ids.size()) +
                    " in all");
  std::printf("attack: weather %s: %llu times, %llu lost, %llu duplicated, %d crashed\n", name.c_str(),
              static_cast<unsigned long long>(attacks), static_cast<unsigned long long>(lost),
              static_cast<unsigned long long>(repeated), status == 0 && verified == 0 ? 0 : 1);
  std::fflush(stdout);
}

}  // namespace noticed::weather
