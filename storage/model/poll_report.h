// The result of one poll of a resource, made of the reports of the sections that were asked; passed to the store. Plain
// values.
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
  enum class State : std::uint8_t {
    unchanged,
    fetched,
    unsupported,
    failed,
    late  // it was not asked in time; opens a gap, and counts as no poll
  };
  SectionIndex section = 0;
  State state = State::unchanged;
  Settings settings;     // if fetched: all settings of this section; every path belongs to it
  std::string answer;    // if fetched: the redacted answer, kept beside the current snapshot
  FailureKind kind{};    // if failed
  std::string detail;    // if failed: for people, without secrets
  TimePoint asked{};     // start of the request: the time of confirmation
  TimePoint answered{};  // end of the response: the time of observation
  TimePoint next_due{};
  std::uint32_t failures = 0;  // in a row, this one included
};

/// Answers of one section without news since the last flush; failures of one whose gap is open count here, too.
struct Confirmation {
  std::int64_t resource = 0;
  SectionIndex section = 0;
  bool failing = false;     // all of them failed; else all were good
  std::uint32_t polls = 0;  // counted here
  TimePoint asked{};        // start of the last request
  TimePoint next_due{};
  std::uint32_t failures = 0;  // in a row, as of now
};

/// How long sections may stay unseen, at the rate that their API allows: of an account's resources with the same
/// interval, those that one operation answers.
struct SectionPromise {
  std::string account;
  Service service{};
  std::size_t operation = 0;
  std::chrono::seconds interval{0};
  bool idle = false;  // of channels that are off, or not offered
  std::chrono::milliseconds promise{0};
  friend bool operator==(const SectionPromise&, const SectionPromise&) = default;
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
  std::int64_t resource = 0;
  std::uint32_t generation = 0;
  TimePoint started{};
  std::vector<Confirmation> so_far;                // of its sections, accumulated before this poll
  std::uint32_t failures = 0;                      // the most in a row of one of its sections, asked now or not
  std::optional<ReachabilityTransition> standing;  // to be reported
  SectionMask unstored = 0;  // their earlier polls were lost to the store's own failure: leaves a gap `storage`
  std::vector<SectionReport> sections;
};

/// When a section was asked, and is due. A time of 0: never.
struct SectionTimes {
  std::optional<TimePoint> next_due;  // nothing: never asked
  TimePoint asked{};
  TimePoint confirmed{};       // the last time it was answered
  std::uint32_t failures = 0;  // in a row
};

/// The state of a resource's sections as the store knows it; kept in memory beside the schedule.
struct SectionState {
  SectionMask seen = 0;         // answered at least once
  SectionMask nonempty = 0;     // has settings now
  SectionMask failing = 0;      // its gap is open
  SectionMask unsupported = 0;  // the service does not offer it
  SectionMask off = 0;          // its channel is switched off
  friend bool operator==(const SectionState&, const SectionState&) = default;
};

}  // namespace noticed
