// How stored answers are read anew after an upgrade that reads answers differently. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

/// A redacted answer as the store kept it. Views into the caller's memory, valid for the call.
struct StoredAnswer {
  Service service{};
  std::string_view id;
  std::string_view project_id;
  SectionIndex section = 0;
  std::string_view body;
};

/// The same answer as this version reads and keeps it.
struct AnswerReadAnew {
  std::optional<Settings> settings;  // all of its section; nothing if the answer makes no sense to this version
  std::string body;                  // with everything masked that this version masks
};

struct Normalizers {
  /// By service; a number is raised when the same answer gives other settings than before.
  std::array<int, 4> versions{1, 1, 1, 1};
  /// Called on the storage thread.
  std::function<AnswerReadAnew(const StoredAnswer&)> normalize;
};

/// What came of it.
struct Renormalized {
  std::int64_t resources = 0;  // whose answers were read anew
  std::int64_t changed = 0;    // of them, those whose current settings are written differently now
};

}  // namespace noticed
