// A simulated day: a thousand resources, a cloud with weather, the real watch and the real store; only time, sockets
// and the storage thread are replaced. The same seed gives the same day.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "daemon/watch/watcher.h"
#include "pollers/fake_account.h"
#include "pollers/fake_loop.h"
#include "simulated_day/sky.h"
#include "tests/support/temp_dir.h"

namespace noticed::tests {

/// One request as the cloud saw it.
struct Attempt {
  TimePoint sent{};
  std::size_t section = 0;
  bool good = false;
  bool may_pass = false;  // a failure after which the fetcher asks again
  int version = 0;        // served, if it succeeded
};

/// Carries requests into the sky; answers come back after some simulated milliseconds.
class SkyTransport final : public Transport {
 public:
  SkyTransport(FakeLoop& loop, Sky& sky, std::uint32_t seed) : loop_(loop), sky_(sky), random_(seed) {}
  void send(HttpRequest request, Handler handler) override;

  std::vector<std::vector<Attempt>> attempts;  // by resource
  std::map<std::int64_t, int> per_minute;      // requests

 private:
  FakeLoop& loop_;
  Sky& sky_;
  std::minstd_rand random_;
  std::map<std::uint64_t, Alarm> answers_;
  std::uint64_t next_ = 0;
};

class World {
 public:
  World(std::uint32_t seed, bool dark_hour);
  ~World();

  /// Simulates the day, and a calm hour after it.
  void run();

  Sky& sky() { return sky_; }
  SkyTransport& transport() { return transport_; }
  const std::filesystem::path& database() const { return database_; }
  TimePoint begin() const { return begin_; }

 private:
  void commit_soon();
  void flush();

  FakeLoop loop_;
  TimePoint begin_;
  Sky sky_;
  SkyTransport transport_;
  TempDir directory_;
  std::filesystem::path database_;
  Redactor redactor_{FingerprintKey{}};
  Log log_;
  std::unique_ptr<Store> store_;
  Fetcher fetcher_;
  std::unique_ptr<Watcher> watcher_;
  std::vector<std::pair<PollReport, std::function<void(const CommitResult*)>>> commits_;
  Alarm commit_alarm_, flush_alarm_;
};

}  // namespace noticed::tests
