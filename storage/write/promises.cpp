#include "storage/write/promises.h"

namespace noticed {

void replace_promises(Connection& connection, std::span<const SectionPromise> promises) {
  connection.query("DELETE FROM promise").run();
  for (const SectionPromise& one : promises)
    connection
        .query(
            "INSERT OR REPLACE INTO promise (account_id, service, operation, interval_s, idle, promise_ms) "
            "SELECT id, ?, ?, ?, ?, ? FROM account WHERE name = ?")
        .bind(to_text(one.service), one.operation, one.interval.count(), one.idle ? 1 : 0, one.promise.count(),
              one.account)
        .run();
}

}  // namespace noticed
