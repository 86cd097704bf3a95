// Progress of a long command: one line on standard error that is overwritten, on a terminal only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace noticed {

class Progress {
 public:
  Progress();
  /// Clears the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// "events: 120000 of 300000 (40 %)".
  void show(std::string_view what, std::int64_t done, std::int64_t of);
  void show(const std::string& text);

 private:
  bool wanted_;
  bool shown_ = false;
};

/// "512 bytes", "12 KiB", "1.4 GiB".
std::string size_text(std::int64_t bytes);

}  // namespace noticed
