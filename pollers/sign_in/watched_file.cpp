#include "pollers/sign_in/watched_file.h"

#include <algorithm>

namespace noticed {

const std::string* WatchedFile::text() {
  constexpr std::chrono::seconds kLookAgain{1};
  const SteadyPoint now = clock_.steady();
  if (!read_at_ || now - *read_at_ >= kLookAgain) {
    read_at_ = now;
    text_ = file_.text();
  }
  return text_;
}

bool fits_header(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace noticed
