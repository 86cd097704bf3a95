// A store with events 1 (b1), 2 (b1), 3 (b2), all for the sink `ops`, the first of b1 and b2's critical, hence for
// `pager`, too.
#pragma once

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {

class DeliveryTest : public StoreTest {
 protected:
  using Numbers = std::vector<std::int64_t>;

  DeliveryTest() {
    const auto ids = watch_both();
    const auto b1 = ids[0].resource;
    const auto b2 = ids[1].resource;
    commit(RecordedPoll(b1, at(1s)).fetched(0, mail(true)));
    commit(RecordedPoll(b2, at(1s)).fetched(0, mail(true)));
    commit(RecordedPoll(b1, at(10s)).fetched(0, mail(false)));
    commit(RecordedPoll(b1, at(20s)).fetched(0, mail(true)));
    commit(RecordedPoll(b2, at(30s)).fetched(0, mail(false)));
  }
  std::vector<Remembered> watch_both() { return watch({watched(service::build, "b1"), watched(service::build, "b2")}); }

  Numbers line(const std::string& sink, TimePoint now, std::size_t limit = 10) {
    return numbers(store_->outgoing(sink, QueueOrder::by_number, now, limit));
  }
  Numbers heads(const std::string& sink, TimePoint now, std::size_t limit = 10) {
    return numbers(store_->outgoing(sink, QueueOrder::by_resource, now, limit));
  }
  SinkState state(const std::string& sink) { return store_->outgoing(sink, QueueOrder::by_number, at(60s), 1).state; }

  /// A message with these events was sent at 14:00:59; its result came a second later.
  AttemptResult outcome_of(const std::string& sink, const Numbers& notified, Verdict verdict, TimePoint next = {}) {
    AttemptResult outcome;
    outcome.attempt = store_->begin_attempt({sink, notified, 1, 1, at(59s), at(59s)});
    outcome.sink = sink;
    outcome.event_ids = outcome.completed = notified;
    outcome.verdict = verdict;
    outcome.at = at(60s);
    outcome.next = next;
    outcome.max_age = std::chrono::hours{72};
    return outcome;
  }
  RecordedResult record_result(const std::string& sink, const Numbers& notified, Verdict verdict, TimePoint next = {},
                               int status = 0, const std::string& reason = "") {
    AttemptResult outcome = outcome_of(sink, notified, verdict, next);
    outcome.status = status;
    outcome.reason = reason;
    return store_->record_result(outcome);
  }
  std::string delivery(std::int64_t number, const std::string& sink) const {
    return row(
        "SELECT d.state, d.attempts, d.next_attempt_at, d.delivered_at, d.last_status, d.last_error FROM deliveries d "
        "JOIN events e ON e.id = d.event_id WHERE e.seq = " +
        std::to_string(number) + " AND d.sink = '" + sink + "'");
  }

 private:
  static Numbers numbers(const Outgoing& outgoing) {
    Numbers result;
    for (const auto& message : outgoing.due) result.push_back(message.seq);
    return result;
  }
};

}  // namespace noticed
