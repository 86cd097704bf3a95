// The daemon that is soaked: its scene with a configuration of many build jobs, its reloads, and what its endpoint
// says. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "soak/inbox.h"
#include "soak/owner.h"
#include "system/scene.h"

namespace noticed::soak {

class Watch {
 public:
  explicit Watch(std::uint64_t resources);

  /// Starts the daemon and waits until every resource was polled.
  void start();
  /// TERM; its exit status.
  int stop() { return scene_.stop(); }
  /// A reload that changes something harmless.
  void reload();
  /// A reload with a very long interval; returns once no requests are sent any more.
  void calm_down();
  std::uint64_t reloads() const { return reloads_; }

  /// The sum of a metric family's series in /metrics, without those whose labels contain `but`.
  double metric(const std::string& family, const std::string& but = {}) const;
  /// Requests for settings that the cloud answered, with or without error.
  std::uint64_t requests() { return scene_.cloud().stats()["by_endpoint"]["build.query"].get<std::uint64_t>(); }
  std::uint64_t faults() { return scene_.cloud().stats()["faults_served"].get<std::uint64_t>(); }

  test::Scene& scene() { return scene_; }
  Inbox& inbox() { return inbox_; }
  Owner& owner() { return owner_; }
  std::uint64_t resources() const { return resources_; }

 private:
  void write_rest();

  std::uint64_t resources_;
  std::uint16_t port_;
  test::Scene scene_;
  Inbox inbox_;
  Owner owner_;
  std::uint64_t reloads_ = 0;
};

}  // namespace noticed::soak
