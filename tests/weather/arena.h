// Where bad weather meets the daemon: a healthy account at the simulated cloud, an account at a bad server beside it,
// two sinks. What must hold in any weather is judged here. One thread, besides those of the servers.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "soak/checks.h"
#include "system/scene.h"
#include "weather/bad_server.h"

namespace noticed::weather {

struct ArenaOptions {
  std::uint64_t bad_ones = 10;  // resources of the bad account
  std::string bad_interval = "1s";
  std::string timeout = "700ms";
  std::string bad_url;              // instead of the bad server's
  std::string bad_extra;            // more of the bad account
  bool sink_at_bad_server = false;  // a second sink
  std::string extra;                // more of the configuration
  std::string time_zone = "UTC";
};

/// What is to be expected of a weather.
struct Forecast {
  std::string name;
  std::string kind;  // of the failures, as gaps name it; empty: no resource fails
  std::function<void()> begin;
  std::function<void()> end;
  std::function<std::uint64_t()> attacks;  // how often the fault occurred; empty: the bad server's count
  std::uint64_t failing = 0;               // of the bad account's resources at least; 0: all
};

class Arena {
 public:
  Arena(const ArenaOptions& options, soak::Checks& checks, bool quick);
  ~Arena();

  /// Writes the configuration, starts the daemon, waits until all are well.
  void start();
  /// The disturbance begins, lasts and ends; prints the checks and the line of the attack.
  void endure(const Forecast& forecast);
  /// A reload with `old` replaced by `with` in the configuration.
  void reconfigure(const std::string& old, const std::string& with);

  BadServer& server() { return server_; }
  test::Scene& scene() { return scene_; }
  soak::Checks& checks() { return checks_; }
  double seconds() const { return quick_ ? 4 : 20; }
  /// Changes a setting of the healthy account's first resource; whether an event arrives within `patience`.
  bool told_of_a_change(std::chrono::seconds patience);
  std::uint64_t healthy_requests() { return scene_.cloud().stats()["requests"].get<std::uint64_t>(); }
  /// The bad account's failing resources in `noticed status --json`; -1 if the command failed.
  long failing_by_status();
  /// Stops the daemon and checks its history; prints the line of the attack.
  void conclude(const std::string& name, std::uint64_t attacks);

 private:
  void hold(const Forecast& forecast);
  long gaps_of(const std::string& kind) const;
  std::string reasons() const;

  ArenaOptions options_;
  soak::Checks& checks_;
  bool quick_;
  test::Scene scene_;
  BadServer server_;
  std::vector<std::string> healthy_;
  std::uint64_t memory_before_ = 0;
  std::uint64_t flips_ = 0;  // changes made; exactly these must be reported
};

}  // namespace noticed::weather
