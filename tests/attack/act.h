// One short life of a daemon under a shim: start, first sight, a change, its message, a stop. Then the same in peace,
// and a assessment of what is left. What is wrong is in `tally`.
#pragma once

#include <string>

#include "attack/attack.h"
#include "attack/shim.h"
#include "attack/stage.h"
#include "attack/witness.h"

namespace noticed::attack {

class Act {
 public:
  /// `when`: a description for people. `library`: the shim.
  Act(std::string when, const std::string& library);

  test::Scene& scene() { return stage_.scene(); }
  Stage& stage() { return stage_; }
  Shim& shim() { return shim_; }
  Tally& tally() { return tally_; }

  /// Returns when the daemon was stopped or ended by itself; true: it ran until it was stopped.
  bool play();
  /// How it ended by itself.
  int status() const { return status_; }
  /// Without the shim: starts, observes and delivers everything; then compares history and receiver.
  void aftermath();
  void fault(const std::string& what);

 private:
  static test::SceneOptions apart();
  bool ended();

  std::string when_;
  Tally tally_;
  Stage stage_;
  Shim shim_;
  Witness witness_;
  int status_ = 0;
};

}  // namespace noticed::attack
