// Judges one scene after an attack: is the history good, is every event told, is every message's event in the history.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "attack/attack.h"
#include "system/scene.h"

namespace noticed::attack {

class Witness {
 public:
  /// Events up to `base` are older than this scene, so its receiver never got them. Both must outlive it.
  Witness(test::Scene& scene, Tally& tally, long base = 0) : scene_(scene), tally_(tally), base_(base) {}

  /// The newest event that a reader sees now: committed events must never disappear.
  void remember();
  /// Whether the database opens, `noticed verify` succeeds, and the remembered events still exist.
  bool history_is_good(const std::string& when);
  /// Waits until nothing is pending, then compares the receiver's messages with the history. The daemon must run.
  void settle(const std::string& when, std::chrono::seconds patience = std::chrono::seconds{90});
  /// As settle(), without waiting.
  void compare(const std::string& when);
  /// Every received message has its event in the history.
  void no_message_without_event(const std::string& when);

 private:
  struct Heard {
    std::string id;
    long times = 0;
  };
  std::map<long, Heard> heard() const;
  void fault(const std::string& when, const std::string& what);

  test::Scene& scene_;
  Tally& tally_;
  long base_;
  std::string anchor_;
};

}  // namespace noticed::attack
