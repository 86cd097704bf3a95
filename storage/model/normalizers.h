// Normalizes stored answers again after an upgrade that reads answers differently. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

/// A redacted answer as stored. Views into the caller's memory, valid for the call.
struct StoredAnswer {
  Service service{};
  std::string_view id;
  std::string_view project_id;
  SectionIndex section = 0;
  std::string_view body;
};

/// The same answer as normalized and redacted by this version.
struct AnswerReadAnew {
  std::optional<Settings> settings;  // all of its section; nullopt if this version cannot parse the answer
  std::string body;                  // with everything masked that this version masks
};

struct Normalizers {
  /// By service. Raise a number when the same answer yields other settings than before.
  std::array<int, kMostServices> versions{1, 1, 1, 1, 1, 1, 1, 1};
  /// Called on the storage thread.
  std::function<AnswerReadAnew(const StoredAnswer&)> normalize;
};

/// Result of renormalize().
struct Renormalized {
  std::int64_t resources = 0;  // whose answers were normalized again
  std::int64_t changed = 0;    // of them, those whose current settings differ in form now
};

}  // namespace noticed
