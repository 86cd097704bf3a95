#include "storage/posture.h"

#include "storage/event_log.h"
#include "storage/model/notice.h"

namespace noticed {
namespace {

void count_resources(Connection& connection, Posture& posture) {
  auto query = connection.query(
      "SELECT count(*), count(snapshot_id), total(failing & sections <> 0) FROM resource WHERE retired_ms IS NULL");
  query.step();
  posture.resources = query.integer(0);
  posture.observed = query.integer(1);
  posture.failing = query.integer(2);
}

void count_coverage(Connection& connection, Posture& posture) {
  auto query = connection.query(
      "SELECT count(*), total(c.covered = 0), total(c.covered IS NULL) FROM coverage c "
      "JOIN resource r ON r.id = c.resource_id WHERE c.is_failure = 1 AND r.retired_ms IS NULL");
  query.step();
  posture.failure_events = query.integer(0);
  posture.uncovered = query.integer(1);
  posture.unknown = query.integer(2);
}

void find_examples(Connection& connection, Posture& posture) {
  auto query = connection.query(
      "SELECT c.service, c.external_id, c.name, c.event FROM coverage c JOIN resource r ON r.id = c.resource_id "
      "WHERE c.is_failure = 1 AND c.covered = 0 AND r.retired_ms IS NULL LIMIT 10");
  while (query.step()) {
    const Service service = service_from(query.text(0)).value_or(Service::build);
    posture.examples.push_back(example_of(service, query.text(1), query.text(2)) + ": " + query.text(3));
  }
}

}  // namespace

std::optional<Event> store_posture(Connection& connection, const Policy& policy, TimePoint now) {
  {
    auto told = connection.query("SELECT 1 FROM meta WHERE key = 'posture_told'");
    if (told.step()) return {};
  }
  Posture posture;
  count_resources(connection, posture);
  if (posture.observed == 0) return {};  // nothing is known yet: a report would be false comfort
  count_coverage(connection, posture);
  find_examples(connection, posture);
  const Event event = tell(connection, posture, {{}, nullptr, {}, now, now, {}, {}}, policy);
  connection.query("INSERT INTO meta (key, value) VALUES ('posture_told', ?)").bind(event.id).run();
  return event;
}

}  // namespace noticed
