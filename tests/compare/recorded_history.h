// A history that one program records against the simulated cloud, step by step, so that two programs record the same:
// resources of all services, changes of every effect, outages, discovery, a resource that goes and comes back, a sink
// that gives up. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "receiver/receiver.h"
#include "system/scene.h"

namespace noticed::compare {

class RecordedHistory {
 public:
  /// `program` is the one that runs, from now on for all commands of the scene. `key`: the fingerprint key of another
  /// history, so that masked values are alike; empty: a new one.
  RecordedHistory(const std::filesystem::path& program, const std::filesystem::path& key);

  /// Plays all of it, and stops the program. Throws std::runtime_error naming the step that did not come about.
  void record();

  test::Scene& scene() { return *scene_; }
  std::filesystem::path key() const { return scene_->dir() / "noticed.key"; }
  /// Where metrics are served while it runs.
  std::uint16_t port() const { return port_; }

 private:
  void step(const std::string& what) const;
  void until(const std::string& what, const std::string& sql, long wanted) const;
  /// Waits until events of a type are stored: one more than before, or so many.
  void until_event(const std::string& type, long wanted) const;
  void until_told() const;
  /// One edit in the cloud, and until it is stored as a change and told.
  void edit(codearts::Service service, std::uint64_t index, const std::string& answer, const std::string& pointer,
            const codearts::Json& value);
  /// Reloads, until events of a type are stored: each reload begins a round of discovery.
  void rounds_until(const std::string& type, long wanted);

  void change_builds_and_pipelines();
  void change_checks_and_repos();
  void change_many();
  void fail_single_ones();
  void fail_together();
  void come_and_go();
  void discover();
  void fail_sink();
  void restart();

  std::uint16_t port_;
  std::unique_ptr<receiver::Receiver> late_;
  std::unique_ptr<test::Scene> scene_;
};

}  // namespace noticed::compare
