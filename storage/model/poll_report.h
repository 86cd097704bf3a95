// The result of one poll of one resource, made of its sections' reports; passed to the store. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

/// Why a section could not be observed; same words as in the view `gaps`.
enum class FailureKind : std::uint8_t {
  network,
  timeout,
  tls,
  auth,
  forbidden,
  missing,
  throttled,
  server,
  malformed,
  too_large
};
std::string_view to_text(FailureKind kind);
std::optional<FailureKind> failure_from(std::string_view text);

struct SectionReport {
  enum class State : std::uint8_t { unchanged, fetched, unsupported, failed };
  SectionIndex section = 0;
  State state = State::unchanged;
  Settings settings;     // if fetched: all settings of this section; every path belongs to it
  std::string answer;    // if fetched: the redacted answer, kept beside the current snapshot
  FailureKind kind{};    // if failed
  std::string detail;    // if failed: for people, without secrets
  TimePoint asked{};     // start of the request: the time of confirmation
  TimePoint answered{};  // end of the response: the time of observation
};

/// Polls without news since the last flush. Polls of a failing resource count here too once its gap is open.
struct Confirmation {
  std::int64_t resource = 0;
  TimePoint polled{};     // start of the last poll
  TimePoint confirmed{};  // start of the last poll in which every section not already failing was good
  TimePoint ok{};         // start of the last poll in which all sections were good
  TimePoint next_due{};
  std::uint32_t polls = 0;         // polls counted here
  std::uint32_t failed_polls = 0;  // of them, those with a failed section
  std::uint32_t failures = 0;      // failed polls in a row, as of now
};

/// A resource's reachability as last reported by an event; does not follow from the number of failed polls alone.
enum class NotifiedState : std::uint8_t { none, unreachable, gone };
std::string_view to_text(NotifiedState state);
/// Returns NotifiedState::none for any other text.
NotifiedState notified_state_from(std::string_view text);

/// A change of a resource's reachability, reported as an event: unreachable (`fail_after` failed polls in a row), gone
/// (`gone_after` polls in a row that report it missing), and back from either.
enum class ReachabilityTransition : std::uint8_t { unreachable, recovered, gone, returned };
std::string_view to_text(ReachabilityTransition standing);

/// A poll of one resource with something to store: first answer, a difference, or a failure that begins, ends or
/// changes kind.
struct PollReport {
  Confirmation so_far;  // polls accumulated before this one; so_far.resource names the resource
  std::uint32_t generation = 0;
  TimePoint started{};
  TimePoint next_due{};
  std::uint32_t failures = 0;                      // failed polls in a row, this one included
  std::optional<ReachabilityTransition> standing;  // to be reported
  bool unstored = false;  // earlier polls were lost to the store's own failure: opens a gap `storage`
  std::vector<SectionReport> sections;
};

/// The state of a resource's sections as the store knows it; kept in memory beside the schedule.
struct SectionState {
  SectionMask seen = 0;         // answered at least once
  SectionMask nonempty = 0;     // has settings now
  SectionMask failing = 0;      // its gap is open
  SectionMask unsupported = 0;  // the service does not offer it
  friend bool operator==(const SectionState&, const SectionState&) = default;
};

}  // namespace noticed
