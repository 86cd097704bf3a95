// The differences between two states, and the effect and severity of each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/coverage.h"
#include "storage/model/policy.h"
#include "storage/model/setting.h"

namespace noticed {

enum class Op : std::uint8_t { added, removed, changed };
std::string_view to_text(Op op);

enum class Effect : std::uint8_t {
  muted,
  unmuted,
  redirected,
  recipients_added,
  recipients_removed,  // also when some are replaced
  inherited,
  overridden,
  adjusted,
  unrecognized
};
std::string_view to_text(Effect effect);

struct Change {
  Op op = Op::changed;
  Path path;
  std::optional<Value> before;  // nullopt when added
  std::optional<Value> after;   // nullopt when removed
  Effect effect = Effect::adjusted;
  Severity severity = Severity::info;
  // The window, per section: the change happened in (not_before, observed_at].
  TimePoint not_before{};
  TimePoint observed_at{};
};

/// Every path whose value differs, in path order. Sets the effect; the caller sets severity and window.
std::vector<Change> diff(const Settings& before, const Settings& after);

/// A change of one event's coverage.
struct CoverageShift {
  std::string event;
  bool is_failure = false;
  std::vector<std::string> was;  // channels
  std::vector<std::string> now;
  Covered covered_before = Covered::no;
  Covered covered = Covered::no;
};

/// Every event whose channels or coverage differ, in event order. Failure events that vanished count as uncovered.
std::vector<CoverageShift> shifts(const std::vector<Coverage>& before, const std::vector<Coverage>& after);

/// Sets each change's severity by the rules of the events contract; returns the highest.
Severity judge(std::vector<Change>& changes, const std::vector<CoverageShift>& coverage, const Policy& policy);

}  // namespace noticed
