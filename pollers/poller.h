// How to query one CodeArts service and interpret its answers. No I/O, no clock, no state.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "pollers/redactor.h"
#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

/// What to poll. Views into the caller's memory, valid for the call.
struct Target {
  std::string_view id;
  std::string_view project_id;    // CodeArts project; pipelines only
  SectionMask sections = 0xffff;  // wanted sections; others are not requested
};

/// One API call.
struct Request {
  SectionIndex section = 0;
  std::string target;  // path and query, percent-encoded: "/v3/jobs/notice/48c6…/query"
};

/// An answer that cannot be trusted: the section failed. The message names the place and the fault, without values.
class Malformed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thread-safe: implementations have no state.
class Poller {
 public:
  constexpr Poller() = default;
  virtual ~Poller() = default;
  /// Increase by one whenever the same answer yields other settings than before: stored answers are then normalized
  /// again.
  virtual int version() const = 0;
  /// One request per wanted section, in section order.
  virtual std::vector<Request> requests(const Target& target) const = 0;
  /// All settings of that request's section. Throws Malformed.
  virtual Settings normalize(const Target& target, const Request& request, const RedactedJson& body) const = 0;
};

/// The poller of a service. Throws std::out_of_range if there is no such service.
const Poller& poller_for(Service service);

}  // namespace noticed
