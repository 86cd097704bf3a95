// Events. The body is one CloudEvents 1.0 object, identical in the log, the database and every webhook. This file has
// the events about settings; storage/model/notice.h has the others.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/change.h"
#include "storage/model/clock.h"
#include "storage/model/policy.h"
#include "storage/model/service.h"

namespace noticed {

/// A watched resource as shown to people.
struct ResourceInfo {
  std::string account;
  std::string region;
  Service service{};
  std::string id;
  std::string name;
  std::string project_id;
  std::string project_name;
  std::map<std::string, std::string> labels;
};

/// The properties of an event that routes match on.
struct EventFacts {
  std::string type;
  Severity severity = Severity::info;
  const ResourceInfo* resource = nullptr;  // not owned; null for events without a resource
  std::vector<std::string> effects;
  std::string account;             // if no resource: the account concerned, if any
  std::optional<Service> service;  // if no resource: the service concerned, if any
};

/// Names of the sinks whose route matches, in route order. For an event without a resource, routes' resource conditions
/// are ignored, except accounts and services that differ from the event's: such events concern everybody.
std::vector<std::string> route(const Policy& policy, const EventFacts& facts);

/// A snapshot as referenced in events.
struct SnapshotRef {
  std::int64_t id = 0;
  std::string digest;  // "sha256:…"
};

/// Data of `noticed.settings.changed`.
struct SettingsChanged {
  ResourceInfo resource;
  std::vector<Change> changes;
  std::vector<CoverageShift> coverage;
  Severity severity = Severity::info;
  SnapshotRef snapshot;
  SnapshotRef previous;
};

/// Data of `noticed.report.posture`.
struct Posture {
  std::int64_t resources = 0;
  std::int64_t observed = 0;  // with at least one good answer
  std::int64_t failing = 0;
  std::int64_t failure_events = 0;
  std::int64_t uncovered = 0;         // failure events of which nobody is notified
  std::int64_t unknown = 0;           // failure events that depend on what the API hides
  std::vector<std::string> examples;  // "build/48c6… payments-api: buildJobFail", at most ten
  std::string chain;  // "1841:HEX": the previous event, to detect later whether the history was rewritten
};

struct Event {
  std::string id;  // "evt_" + ULID
  std::int64_t seq = 0;
  TimePoint at{};
  std::string type;
  Severity severity = Severity::info;
  std::string summary;
  std::string body;  // compact JSON
};

/// An event's id, number and time.
struct EventStamp {
  std::string id;
  std::int64_t seq = 0;
  TimePoint at{};
};

Event make_event(const SettingsChanged& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const Posture& what, const EventStamp& stamp, const Policy& policy);

/// A new event id: "evt_" + ULID of the time and 80 random bits. Thread-safe.
std::string new_event_id(TimePoint at);

/// Lower-case hex SHA-256.
/// "sha256:…" of a canonical settings text.
std::string digest_of(std::string_view canonical);
/// The next chain value: SHA-256(previous, body). For the first event `previous` is empty.
std::string chain_link(std::string_view previous, std::string_view body);

}  // namespace noticed
