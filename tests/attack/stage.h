// A scene with build jobs whose owner switches one notification on and off, job after job.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "system/scene.h"

namespace noticed::attack {

class Stage {
 public:
  Stage(test::SceneOptions options, int jobs);

  test::Scene& scene() { return scene_; }
  /// The next `count` changes.
  void change(int count);
  /// Waits until the history of every job equals the cloud's state.
  bool until_all_seen(std::chrono::seconds patience = std::chrono::seconds{60});
  /// Waits until the daemon ends or the log contains the text.
  bool until_logged(const std::string& text, std::chrono::seconds patience = std::chrono::seconds{30});

 private:
  struct Job {
    std::string id;
    bool on = false;
    bool touched = false;
  };
  static test::SceneOptions with_jobs(test::SceneOptions options, int jobs);

  test::Scene scene_;
  std::vector<Job> jobs_;
  std::size_t next_ = 0;
};

}  // namespace noticed::attack
