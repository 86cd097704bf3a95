#include "daemon/cli/progress.h"

#include <unistd.h>

#include <array>
#include <iostream>

namespace noticed {

Progress::Progress() : wanted_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

void Progress::show(std::string_view what, std::int64_t done, std::int64_t of) {
  std::string text(what);
  text += ": " + std::to_string(done) + " of " + std::to_string(of);
  if (of > 0) text += " (" + std::to_string(done * 100 / of) + " %)";
  show(text);
}

void Progress::show(const std::string& text) {
  if (!wanted_) return;
  shown_ = true;
  std::cerr << "\r\x1b[K" << text << std::flush;
}

std::string size_text(std::int64_t bytes) {
  constexpr std::array<const char*, 4> kUnits{" KiB", " MiB", " GiB", " TiB"};
  if (bytes < 1024) return std::to_string(bytes) + " bytes";
  std::int64_t tenths = bytes * 10 / 1024;
  std::size_t unit = 0;
  while (tenths >= 10240 && unit + 1 < kUnits.size()) {
    tenths /= 1024;
    ++unit;
  }
  const std::string fraction = tenths < 100 && tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "";
  return std::to_string(tenths / 10) + fraction + kUnits[unit];
}

}  // namespace noticed
