// Servers that answer badly, slowly, endlessly or not at all.
#include "codearts/answer_body.h"
#include "weather/arena.h"
#include "weather/scenarios.h"

namespace noticed::weather {

using std::chrono::milliseconds;

namespace {

constexpr const char* kHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

void play(const Trial& trial, const std::string& name, const std::string& kind, BadServer::Behaviour behaviour) {
  Arena arena({}, trial.checks, trial.quick);
  arena.start();
  Forecast forecast;
  forecast.name = name;
  forecast.kind = kind;
  forecast.begin = [&] { arena.server().behave(behaviour); };
  forecast.end = [&] { arena.server().behave({}); };
  arena.endure(forecast);
}

}  // namespace

void dripping_head(const Trial& trial) {
  play(trial, "dripping head", "timeout", [](Talk& talk, const std::string&) {
    for (bool on = talk.say(kHead); on;) on = talk.wait(milliseconds{40}) && talk.say("x");
  });
}

void dripping_body(const Trial& trial) {
  play(trial, "dripping body", "timeout", [](Talk& talk, const std::string&) {
    for (bool on = talk.say(std::string(kHead) + "Content-Length: 1000000\r\n\r\n"); on;)
      on = talk.wait(milliseconds{40}) && talk.say(" ");
  });
}

void endless_head(const Trial& trial) {
  play(trial, "endless head", "too_large", [](Talk& talk, const std::string&) {
    const std::string line = "X-Noise: " + std::string(4'000, 'n') + "\r\n";
    for (bool on = talk.say(kHead); on;) on = talk.say(line);
  });
}

void endless_trailers(const Trial& trial) {
  play(trial, "endless trailers", "too_large", [](Talk& talk, const std::string&) {
    const std::string line = "X-Noise: " + std::string(4'000, 'n') + "\r\n";
    for (bool on = talk.say(std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n0\r\n"); on;) on = talk.say(line);
  });
}

void endless_interim(const Trial& trial) {
  play(trial, "endless interim answers", "too_large", [](Talk& talk, const std::string&) {
    const std::string interim = "HTTP/1.1 102 Processing\r\nX-Noise: " + std::string(4'000, 'n') + "\r\n\r\n";
    for (bool on = talk.say(interim); on;) on = talk.say(interim);
  });
}

void endless_body(const Trial& trial) {
  play(trial, "endless body", "too_large", [](Talk& talk, const std::string&) {
    const std::string chunk = "10000\r\n" + std::string(0x10000, '[') + "\r\n";
    for (bool on = talk.say(std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n"); on;) on = talk.say(chunk);
  });
}

void gzip_bomb(const Trial& trial) {
  const std::string bomb = codearts::gzip(std::string(std::size_t{128} << 20U, ' '));
  play(trial, "gzip bomb", "too_large", [&bomb](Talk& talk, const std::string&) {
    talk.say(std::string(kHead) + "Content-Encoding: gzip\r\nContent-Length: " + std::to_string(bomb.size()) +
             "\r\n\r\n" + bomb);
  });
}

void silence(const Trial& trial) {
  play(trial, "silence", "timeout", [](Talk& talk, const std::string&) { talk.wait(std::chrono::hours{1}); });
}

void reset(const Trial& trial) {
  play(trial, "reset in the middle", "network", [](Talk& talk, const std::string&) {
    if (talk.say(std::string(kHead) + "Content-Length: 1000\r\n\r\n{\"result\":") && talk.wait(milliseconds{20}))
      talk.reset();
  });
}

/// Far more is due at once than may be in flight, and each answer takes seconds. All accounts share what may be in
/// flight
/// (`concurrency`), so the others wait as long as one request may take, and no longer.
void latency(const Trial& trial) {
  ArenaOptions options;
  options.bad_ones = trial.quick ? 1'000 : 10'000;
  options.bad_interval = trial.quick ? "5s" : "20s";
  options.timeout = "4s";
  Arena arena(options, trial.checks, trial.quick);
  arena.start();
  Forecast forecast;
  forecast.name = "latency of 5 to 10 seconds";
  forecast.kind = "timeout";
  forecast.failing = 50;
  forecast.begin = [&] {
    arena.server().behave([](Talk& talk, const std::string& head) {
      if (talk.wait(milliseconds{5'000 + static_cast<long>(head.size() * 977 % 5'000)})) talk.say(kHead);
    });
  };
  forecast.end = [&] { arena.server().behave({}); };
  arena.endure(forecast);
  trial.checks.check(arena.server().most_at_once() <= 64 * 2, forecast.name + ": connections at once are bounded",
                     std::to_string(arena.server().most_at_once()));
}

}  // namespace noticed::weather
