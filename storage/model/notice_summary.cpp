// Summaries of the events about monitoring: one line each.
#include "storage/model/envelope.h"
#include "storage/model/notice.h"

namespace noticed {
namespace {

std::string count_of(std::int64_t number, const std::string& singular) {
  return std::to_string(number) + " " + singular + (number == 1 ? "" : "s");
}

std::string because(UnwatchReason reason) {
  switch (reason) {
    case UnwatchReason::config: return " (removed from the configuration)";
    case UnwatchReason::filter: return " (excluded by the configuration)";
    case UnwatchReason::listing: return " (no longer listed, and cannot be read)";
    case UnwatchReason::permission: return " (no longer listed, and reading is forbidden)";
  }
  return "";
}

/// "HTTP 503"; the failure kind if there is no detail.
std::string reason_of(FailureKind kind, const std::string& detail) {
  return detail.empty() ? std::string(to_text(kind)) : detail;
}

/// "server: HTTP 503".
std::string kind_and_reason_of(FailureKind kind, const std::string& detail) {
  const std::string word(to_text(kind));
  return detail.empty() ? word : word + ": " + detail;
}

std::string service_of(const OutageKey& key) {
  return key.service ? std::string(to_text(*key.service)) : std::string("a service");
}

/// "412 of 420 resources fail alike".
std::string extent_of(const Outage& outage) {
  return std::to_string(outage.failing) + " of " + count_of(outage.resources, "resource") + " fail alike";
}

/// "3 new resources of build".
std::string crowd_of(const Bulk& crowd, const std::string& kind) {
  return crowd.account + ": " + count_of(crowd.count, kind + "resource") + " of " + std::string(to_text(crowd.service));
}

/// "polling.interval 5m → 1m"; "polling.interval changed" if the values are too long.
std::string fact_of(const ConfigChanged& what) {
  constexpr std::size_t kLongest = 60;
  const auto line = [](std::string known, const std::string& more) {
    return more.size() > kLongest ? known + " changed" : known + more;
  };
  if (!what.changed.empty()) {
    const auto& [key, values] = *what.changed.begin();
    return line(key, " " + values.first + " → " + values.second);
  }
  if (!what.added.empty()) return what.added.begin()->first + " added";
  return what.removed.empty() ? std::string() : what.removed.begin()->first + " removed";
}

}  // namespace

std::string summarize(const ReachabilityChanged& what) {
  const std::string who = label_of(what.resource) + ": ";
  const std::string after = " after " + count_of(what.polls, "failed poll");
  switch (what.step) {
    case ReachabilityTransition::unreachable: {
      const std::string polls = what.polls > 1 ? count_of(what.polls, "poll") + " in a row: " : "";
      return who + "cannot be read any more (" + polls + reason_of(what.kind, what.detail) + ")";
    }
    case ReachabilityTransition::gone:
      return who + "gone; the cloud says it does not exist, or this account may no longer see it";
    case ReachabilityTransition::recovered: return who + "can be read again" + after;
    case ReachabilityTransition::returned: return who + "is there again" + after;
  }
  return who;
}

std::string summarize(const OutageBegun& what) {
  const Outage& outage = what.outage;
  const std::string reason = reason_of(outage.kind, outage.detail);
  switch (outage.key.scope) {
    case OutageScope::account: return outage.key.account + ": the cloud rejects this account's sign-in: " + reason;
    case OutageScope::service:
      return outage.key.account + ": " + service_of(outage.key) + " cannot be read: " + extent_of(outage) + " (" +
             kind_and_reason_of(outage.kind, outage.detail) + ")";
    case OutageScope::network: return "the network is lost: nothing answers (" + reason + ")";
    case OutageScope::observation:
      return outage.key.account + ": " + std::to_string(outage.failing) + " of " +
             count_of(outage.resources, "resource") + " of " + service_of(outage.key) + " " +
             (outage.failing == 1 ? "was" : "were") + " not looked at in time: " + outage.detail;
  }
  return reason;
}

std::string summarize(const OutageEnded& what) {
  const OutageKey& key = what.outage.key;
  switch (key.scope) {
    case OutageScope::account: return key.account + ": the cloud accepts this account's sign-in again";
    case OutageScope::service: return key.account + ": " + service_of(key) + " can be read again";
    case OutageScope::observation:
      return key.account + ": all resources of " + service_of(key) + " are looked at in time again";
    case OutageScope::network: break;
  }
  return "the network is back";
}

std::string summarize(const ResourceAdded& what) {
  return label_of(what.resource) + (what.returned ? ": listed again, and watched again" : ": new, and watched now");
}

std::string summarize(const ResourceRenamed& what) { return label_of(what.resource) + ": renamed, was " + what.from; }

std::string summarize(const ResourceUnwatched& what) {
  return label_of(what.resource) + ": no longer watched" + because(what.reason);
}

std::string summarize(const CrowdAdded& what) {
  return crowd_of(what.crowd, what.returned == 0 ? "new " : "") + " are watched now";
}

std::string summarize(const CrowdUnwatched& what) {
  return crowd_of(what.crowd, "") + " are no longer watched" + because(what.reason);
}

std::string summarize(const ConfigChanged& what) {
  const std::int64_t count = what.added_count + what.removed_count + what.changed_count;
  const std::string line = "configuration changed: ";
  if (count == 1) return line + fact_of(what);
  return line + count_of(count, "setting") + ", among them " + fact_of(what);
}

}  // namespace noticed
