// A section's row and its gaps, the intervals in which it was not observed. Inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/file/connection.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// The state of a resource while its sections are written.
struct SectionOwner {
  std::int64_t resource = 0;
  Service service{};
  TimePoint confirmed{};  // the resource's last confirmation, 0 if none
  SectionMask asked = 0;
  SectionState state;  // updated by the functions below
};

/// Opens a gap of the section, from its last confirmation (else from `at`) on. If a gap with the same reason is open,
/// counts the poll there; a gap with another reason ends at `at`, where the new one begins.
void open_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at, std::string_view reason,
              const std::string& detail);

/// Ends the section's open gap, if any. Returns the section's last confirmation before the gap (without a gap, the
/// resource's): changes observed now may have happened at any time since.
TimePoint close_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at);

/// Records a closed gap of all sections: what was seen between the last confirmation and `until` was not stored.
void note_unstored(Connection& connection, const SectionOwner& owner, TimePoint until);

/// Records the first answer of a section.
void first_sight(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at);

/// Stores a redacted answer with the section, replacing the previous one.
void keep_answer(Connection& connection, std::int64_t resource, SectionIndex section, const std::string& answer);

/// Writes the owner's section sets.
void save_sections(Connection& connection, const SectionOwner& owner);

/// Adjusts gaps to the requested sections: sections given up get a gap `not_watched`. Sets `asked`.
void ask_for(Connection& connection, SectionOwner& owner, SectionMask asked, TimePoint at);

}  // namespace noticed
