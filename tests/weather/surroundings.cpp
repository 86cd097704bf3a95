// What is wrong around the cloud: names, certificates, listings; and at the sinks.
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sched.h>

#include <iostream>

#include "bench/watch_clock.h"
#include "codearts/server.h"
#include "tests/support/file_text.h"
#include "tests/support/temp_dir.h"
#include "weather/arena.h"
#include "weather/certificate.h"
#include "weather/scenarios.h"

namespace noticed::weather {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

std::uint64_t failed_polls(Arena& arena) {
  return static_cast<std::uint64_t>(arena.scene().count("SELECT total(polls) FROM gap"));
}

/// The bad account's host has another name meanwhile.
void play_name(const Trial& trial, const std::string& name, const std::string& host, const std::string& kind) {
  Arena arena({}, trial.checks, trial.quick);
  arena.start();
  const std::string good = "endpoints = { build = \"" + arena.server().url() + "\" }";
  const std::string bad = "endpoints = { build = \"https://" + host + "\" }";
  Forecast forecast;
  forecast.name = name;
  forecast.kind = kind;
  forecast.begin = [&] { arena.reconfigure(good, bad); };
  forecast.end = [&] { arena.reconfigure(bad, good); };
  forecast.attacks = [&] { return failed_polls(arena); };
  arena.endure(forecast);
}

/// A cloud over TLS at one port, whose certificate is exchanged by beginning anew.
class SecureCloud {
 public:
  SecureCloud() {
    make("good", "127.0.0.1", std::chrono::hours{48});
    show("good");
  }
  void make(const std::string& name, const std::string& address, seconds life) {
    make_certificate(folder_ / (name + ".pem"), folder_ / (name + ".key"), address, life);
    test::write_file(trusted(), read_file(trusted()) + read_file(folder_ / (name + ".pem")));
  }
  void show(const std::string& name) {
    codearts::ServerOptions options;
    options.state = {{"tokens", {"t1"}}, {"generate", {{"build", 100}}}};
    options.port = server_ ? server_->port() : std::uint16_t{0};
    options.tls_cert = folder_ / (name + ".pem");
    options.tls_key = folder_ / (name + ".key");
    server_.reset();
    server_ = std::make_unique<codearts::Server>(options);
  }
  std::string url() const { return server_->url(); }
  fs::path trusted() const { return folder_ / "trusted.pem"; }

 private:
  const TempDir dir_;
  const fs::path& folder_ = dir_.path();
  std::unique_ptr<codearts::Server> server_;
};

void play_certificate(const Trial& trial, const std::string& name, const std::string& address, seconds life) {
  SecureCloud cloud;
  cloud.make("bad", address, life);
  ArenaOptions options;
  options.bad_url = cloud.url();
  options.bad_extra = "ca_file = \"" + cloud.trusted().string() + "\"\n";
  const auto made = bench::steady_now();
  Arena arena(options, trial.checks, trial.quick);
  arena.start();
  Forecast forecast;
  forecast.name = name;
  forecast.kind = "tls";
  forecast.begin = [&] {
    cloud.show("bad");
    if (life > seconds{60}) return;
    // Valid at first, it expires during the run. Only new connections are refused, so the server is restarted.
    bench::wait_until("the certificate to end", bench::Seconds{60},
                      [&] { return bench::seconds_since(made) > static_cast<double>(life.count() + 1); });
    cloud.show("bad");
  };
  forecast.end = [&] { cloud.show("good"); };
  forecast.attacks = [&] { return failed_polls(arena); };
  arena.endure(forecast);
}

/// What becomes of a badly served sink's messages.
enum class Fate {
  delivered,  // the answer's status was enough
  suspended   // kept for the next probe of the sink
};

/// A second sink that is badly served, while the first is well.
void play_sink(const Trial& trial, const std::string& name, Fate fate, BadServer::Behaviour behaviour) {
  ArenaOptions options;
  options.bad_ones = 0;
  options.sink_at_bad_server = true;
  Arena arena(options, trial.checks, trial.quick);
  arena.start();
  const auto bad_ones = [&](const std::string& condition) {
    return arena.scene().count("SELECT count(*) FROM deliveries WHERE sink = 'bad' AND " + condition);
  };
  const auto all_are_told = [&](seconds patience) {
    return test::eventually([&] { return bad_ones("state <> 'delivered'") == 0; }, patience);
  };
  Forecast forecast;
  forecast.name = name;
  forecast.begin = [&] {
    arena.server().behave(behaviour);
    trial.checks.check(arena.told_of_a_change(seconds{8}), name + ": the other sink is told as if nothing was");
    if (fate == Fate::delivered) {
      trial.checks.check(all_are_told(seconds{30}), name + ": the message counts as told");
      return;
    }
    const bool waits =
        test::eventually([&] { return bad_ones("state = 'pending' AND last_error <> ''") > 0; }, seconds{30});
    trial.checks.check(waits, name + ": the message waits, with the reason on record");
  };
  forecast.end = [&] {
    arena.server().behave({});
    trial.checks.same(bad_ones("state = 'dead'"), 0L, name + ": nothing was given up");
  };
  arena.endure(forecast);
}

}  // namespace

void unknown_host(const Trial& trial) { play_name(trial, "unknown host", "codearts.invalid", "network"); }

/// Whoever asks for a name hears nothing for ever. Needs root, for a view of /etc/resolv.conf of its own.
void deaf_name_server(const Trial& trial) {
  const std::string file = "/tmp/noticed-weather-resolv";
  test::write_file(file, "nameserver 127.0.0.77\n");
  const int deaf = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(53);
  address.sin_addr.s_addr = htonl(0x7f00004dU);
  const bool able = ::bind(deaf, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                    ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                    ::mount(file.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0;
  if (able)
    play_name(trial, "deaf name server", "codearts.example.com", "timeout");
  else
    std::cout << "weather deaf name server skipped: it needs root, port 53 of 127.0.0.77 and a mount namespace"
              << std::endl;
  ::umount("/etc/resolv.conf");
  ::close(deaf);
  fs::remove(file);
}

void expired_certificate(const Trial& trial) {
  play_certificate(trial, "certificate that ends", "127.0.0.1", seconds{12});
}

void foreign_certificate(const Trial& trial) {
  play_certificate(trial, "certificate of another host", "127.0.0.2", std::chrono::hours{24});
}

void dripping_sink(const Trial& trial) {
  play_sink(trial, "dripping sink", Fate::delivered, [](Talk& talk, const std::string&) {
    for (bool on = talk.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"); on;)
      on = talk.wait(milliseconds{40}) && talk.say(" ");
  });
}

void endless_sink(const Trial& trial) {
  play_sink(trial, "endless sink", Fate::delivered, [](Talk& talk, const std::string&) {
    const std::string chunk = "10000\r\n" + std::string(0x10000, '[') + "\r\n";
    for (bool on = talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"); on;) on = talk.say(chunk);
  });
}

void flooding_sink(const Trial& trial) {
  play_sink(trial, "flooding sink", Fate::delivered, [](Talk& talk, const std::string&) {
    const std::string line = "X-Noise: " + std::string(4'000, 'n') + "\r\n";
    for (bool on = talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"); on;) on = talk.say(line);
  });
}

void redirecting_sink(const Trial& trial) {
  std::atomic<int> followed{0};
  play_sink(trial, "redirecting sink", Fate::suspended, [&followed](Talk& talk, const std::string& head) {
    if (head.find("/elsewhere") != std::string::npos) ++followed;
    talk.say("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
  });
  trial.checks.same(followed.load(), 0, "redirecting sink: redirects that were followed");
}

}  // namespace noticed::weather
