// One attack on the daemon, and its result.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace noticed::attack {

struct Options {
  bool quick = false;
  bool sabotage = false;  // the disk loses writes: the attack must detect it
  std::uint32_t seed = 0;
  std::filesystem::path folder;  // for images and mounts; the caller removes it
};

/// What came of it. Any number but `times` and `duplicated`, and any fault, fails the attack; where `may_end` holds,
/// the daemon may end by itself.
struct Tally {
  long times = 0;       // how often attacked
  long lost = 0;        // committed events that never reached the sink, or messages whose event is not in the database
  long duplicated = 0;  // messages sent again
  long crashed = 0;     // ended by itself, or left a database that does not open or verify
  bool may_end = false;
  long damaged = 0;                    // part of `crashed`; never allowed
  std::vector<std::string> faults;     // findings without a count
  std::optional<std::string> skipped;  // why it cannot run here

  void operator+=(const Tally& other);
  bool good() const { return lost == 0 && damaged == 0 && (may_end || crashed == 0) && faults.empty(); }
};

using Attack = Tally (*)(const Options&);

Tally kill_attack(const Options& options);
Tally power_attack(const Options& options);
Tally disk_attack(const Options& options);
Tally full_attack(const Options& options);
Tally memory_attack(const Options& options);
Tally descriptors_attack(const Options& options);

/// Says on standard output how far it came, every ten seconds at most. One for each attack; any thread.
class Progress {
 public:
  Progress(std::string name, long all);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void step();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Plays `play(0)` … `play(count - 1)`, several at a time: they mostly wait. What they throw becomes a fault.
Tally play_all(const std::string& name, long count, unsigned at_a_time, const std::function<Tally(long)>& play);

/// Waits that long.
void pass(std::chrono::milliseconds time);

}  // namespace noticed::attack
