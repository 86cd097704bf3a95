// The wall clock that programs started from now on see: preloads clock_shift, and sets it while they run. One at a
// time; one thread.
#pragma once

#include <chrono>
#include <filesystem>

namespace noticed::soak {

class ShiftedClock {
 public:
  /// `library` is preloaded into every program started during this object's life; the shift is kept in `folder`.
  ShiftedClock(const std::filesystem::path& library, const std::filesystem::path& folder);
  ~ShiftedClock();
  ShiftedClock(const ShiftedClock&) = delete;
  ShiftedClock& operator=(const ShiftedClock&) = delete;

  /// Takes effect in running programs at once.
  void shift(std::chrono::milliseconds by);

 private:
  std::filesystem::path file_;
};

}  // namespace noticed::soak
