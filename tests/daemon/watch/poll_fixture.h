// One watched resource and its polls: replies written by hand, read by the real pollers.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/watch/poll.h"

namespace noticed {

inline HttpResult answer(const std::string& body, int status = 200) {
  HttpResult result;
  result.reply.status = status;
  result.reply.body = body;
  return result;
}

inline HttpResult no_answer(FailureKind kind, const std::string& detail = "") {
  HttpResult result;
  result.failure.emplace();
  result.failure->kind = kind;
  result.failure->detail = detail;
  return result;
}

class CycleTest : public testing::Test {
 protected:
  using State = SectionReport::State;

  Watched& watch(Service service, SectionMask wanted) {
    Watched& watched = list_.add(service, 0, "48c66c6002964721be537cdc6ce0297b", "p1");
    watched.wanted = wanted;
    return watched;
  }
  Poll begin(const Watched& watched) {
    const Target target{list_.id(watched), list_.project_id(watched), watched.wanted};
    return Poll(poller_for(watched.service), target, watched, redactor_, hasher_, list_);
  }
  /// A whole poll: one result per request, in order.
  Conclusion poll(const Watched& watched, const std::vector<HttpResult>& results) {
    Poll cycle = begin(watched);
    for (std::size_t i = 0; i < results.size(); ++i) cycle.take(i, results[i], asked_, answered_);
    return cycle.conclude();
  }
  /// What the owner of a watched resource does once a conclusion is stored.
  void accept(Watched& watched, const Conclusion& conclusion) {
    for (const auto& [section, hashes] : conclusion.hashes) list_.hashes(watched, section) = hashes;
    SectionState& state = watched.sections;
    for (const auto& report : conclusion.reports) {
      const auto mine = bit(report.section);
      const auto set = [mine](SectionMask& mask, bool on) {
        mask = static_cast<SectionMask>(on ? mask | mine : mask & ~mine);
      };
      set(state.failing, report.state == State::failed);
      list_.poll(watched, report.section).stored = report.state == State::failed ? ending_of(report.kind) : kGood;
      set(state.unsupported, report.state == State::unsupported);
      if (report.state != State::fetched) continue;
      set(state.seen, true);
      set(state.nonempty, !report.settings.empty());
    }
  }

  const TimePoint asked_ = *parse_rfc3339("2026-11-21T14:00:00Z");
  const TimePoint answered_ = asked_ + std::chrono::milliseconds(100);
  const Redactor redactor_{FingerprintKey{}};
  const BodyHasher hasher_;
  WatchList list_;
};

}  // namespace noticed
