// What travels from a poll to the store: one resource's cycle, made of its sections' reports. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

/// Why a section could not be observed. The words are those of the `gaps` view.
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
  Settings settings;     // fetched: all settings of this section; every path belongs to it
  std::string answer;    // fetched: the redacted answer, kept beside the current snapshot
  FailureKind kind{};    // failed
  std::string detail;    // failed: for people, without secrets
  TimePoint asked{};     // the request's start: what confirmation counts from
  TimePoint answered{};  // the response's end: what observation counts from
};

/// Polls since the last flush that found nothing new. Polls of a failing resource count here too once its gap stands.
struct Confirmation {
  std::int64_t resource = 0;
  TimePoint polled{};     // start of the last poll
  TimePoint confirmed{};  // start of the last poll in which every section that is not failing was good
  TimePoint ok{};         // start of the last poll in which all sections were good
  TimePoint next_due{};
  std::uint32_t polls = 0;         // polls counted here
  std::uint32_t failed_polls = 0;  // of them, those with a failed section
  std::uint32_t failures = 0;      // failed polls in a row, now
};

/// A resource's standing as it was last told: by an event, not by the number of failed polls alone.
enum class NotifiedState : std::uint8_t { none, unreachable, gone };
std::string_view to_text(NotifiedState told);
/// What is no such word is nothing.
NotifiedState notified_state_from(std::string_view text);

/// A step in a resource's standing, told as an event of its own: unreachable (`fail_after` failed polls in a row),
/// gone (`gone_after` polls in a row that say it is not there), and back from either.
enum class ReachabilityTransition : std::uint8_t { unreachable, recovered, gone, returned };
std::string_view to_text(ReachabilityTransition standing);

/// One resource's poll that has something to tell: first sight, a difference, a failure that begins, ends or changes
/// kind.
struct PollReport {
  Confirmation so_far;  // what was gathered before this poll; so_far.resource names the resource
  std::uint32_t generation = 0;
  TimePoint started{};
  TimePoint next_due{};
  std::uint32_t failures = 0;                      // failed polls in a row, this one included
  std::optional<ReachabilityTransition> standing;  // a step to tell
  bool unstored = false;  // cycles before it were lost to the store's own failure: a gap `storage`
  std::vector<SectionReport> sections;
};

/// What the store knows of a resource's sections; kept in memory beside the schedule.
struct SectionState {
  SectionMask seen = 0;         // answered at least once
  SectionMask nonempty = 0;     // has settings now
  SectionMask failing = 0;      // its gap is open
  SectionMask unsupported = 0;  // the service does not offer it
  friend bool operator==(const SectionState&, const SectionState&) = default;
};

}  // namespace noticed
