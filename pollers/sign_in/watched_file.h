// A secret file that is read at most once a second, however many requests need it. Network thread only.
#pragma once

#include <optional>

#include "pollers/credential.h"
#include "storage/model/clock.h"

namespace noticed {

class WatchedFile {
 public:
  /// `clock` must outlive it.
  WatchedFile(const Clock& clock, std::filesystem::path path) : clock_(clock), file_(std::move(path)) {}

  /// The file's first line, or null: then error() says why. Valid until the next call.
  const std::string* text();
  /// Increases by one whenever the lines have changed.
  unsigned version() const { return file_.version(); }
  /// Names the file; empty if it was readable or not read yet.
  const std::string& error() const { return file_.error(); }
  const std::filesystem::path& path() const { return file_.path(); }

 private:
  const Clock& clock_;
  Credential file_;
  std::optional<SteadyPoint> read_at_;
  const std::string* text_ = nullptr;
};

/// Whether a secret is valid in a header: visible ASCII only.
bool fits_header(std::string_view text);

}  // namespace noticed
