// A section's row and its gaps: an interval in which it was not observed is opened, counted, closed.
// Inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/file/connection.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// What is known of a resource while its sections are written.
struct SectionOwner {
  std::int64_t resource = 0;
  Service service{};
  TimePoint confirmed{};  // the resource's last confirmation, 0 if none
  SectionMask asked = 0;
  SectionState state;  // kept up to date by the functions below
};

/// One section not observed, from its last confirmation (else from `at`) on, because of `reason`. With a gap of the
/// same reason open already, that one counts the poll; one of another reason ends at `at`, where the new one begins.
void open_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at, std::string_view reason,
              const std::string& detail);

/// Ends the open gap of a section, if any. Returns the section's last confirmation before it: what changed since then
/// may have changed at any time since. Without a gap: the resource's last confirmation.
TimePoint close_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at);

/// Notes a gap, over already, of all sections: what was seen between the last confirmation and `until` was not stored.
void note_unstored(Connection& connection, const SectionOwner& owner, TimePoint until);

/// Notes the first answer of a section.
void first_sight(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at);

/// Keeps a redacted answer beside the section, in place of the one before.
void keep_answer(Connection& connection, std::int64_t resource, SectionIndex section, const std::string& answer);

/// Writes the owner's section sets.
void save_sections(Connection& connection, const SectionOwner& owner);

/// Brings gaps in line with what is asked for: sections given up get a gap `not_watched`. Sets `asked`.
void ask_for(Connection& connection, SectionOwner& owner, SectionMask asked, TimePoint at);

}  // namespace noticed
