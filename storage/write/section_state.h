// A section's row and its gaps, the intervals in which it was not observed. Inside the caller's transaction.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "storage/file/connection.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// The state of a resource while its sections are written.
struct SectionOwner {
  std::int64_t resource = 0;
  Service service{};
  SectionMask asked = 0;
  SectionState state;                                // updated by the functions below
  std::array<TimePoint, kMostSections> confirmed{};  // each section's last confirmation, 0 if none
  /// The newest confirmation of any section.
  TimePoint newest() const { return *std::max_element(confirmed.begin(), confirmed.end()); }
};

/// Reads each section's last confirmation.
void load_confirmed(Connection& connection, SectionOwner& owner);

/// Opens a gap of the section, from its last confirmation (else from `at`) on. If a gap with the same reason is open,
/// counts the poll there; a gap with another reason ends at `at`, where the new one begins.
void open_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at, std::string_view reason,
              const std::string& detail);

/// Ends the section's open gap, if any.
void close_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at);

/// Records a closed gap of a section: what was seen between its last confirmation and `until` was not stored.
void note_unstored(Connection& connection, const SectionOwner& owner, SectionIndex section, TimePoint until);

/// Records the first answer of a section.
void first_sight(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at);

/// Stores a redacted answer with the section, replacing the previous one.
void keep_answer(Connection& connection, std::int64_t resource, SectionIndex section, const std::string& answer);

/// Writes the owner's section sets.
void save_sections(Connection& connection, const SectionOwner& owner);

/// Adjusts gaps to the requested sections: sections given up get a gap `not_watched`; those that were never requested
/// get a row in section_poll. Sets `asked`.
void ask_for(Connection& connection, SectionOwner& owner, SectionMask asked, TimePoint at);

}  // namespace noticed
