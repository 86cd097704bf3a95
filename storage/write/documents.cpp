#include "storage/write/documents.h"

#include "storage/model/digest.h"
#include "storage/model/event.h"

namespace noticed {
namespace {

void store_coverage(Connection& connection, std::int64_t document, const Settings& settings, const Policy& policy) {
  for (const Coverage& row : coverage_of(settings, policy)) {
    const std::optional<int> covered = to_optional(row.covered);
    connection
        .query(
            "INSERT INTO document_coverage (document_id, event, is_failure, channels, covered) VALUES (?, ?, ?, ?, ?)")
        .bind(document, row.event, row.is_failure ? 1 : 0, nlohmann::json(row.channels).dump(), covered)
        .run();
  }
}

/// A digest of everything that coverage depends on.
std::string coverage_terms(const Policy& policy) {
  return sha256_hex(nlohmann::json{make_list(policy.notify_channels), make_list(policy.failure_events)}.dump());
}

}  // namespace

DocumentRef store_document(Connection& connection, Service service, const Settings& settings, const Policy& policy) {
  const std::string text = canonical_text(settings);
  DocumentRef result{0, digest_of(text)};
  {
    auto find = connection.query("SELECT id FROM document WHERE service = ? AND digest = ?");
    if (find.bind(to_text(service), result.digest).step()) {
      result.id = find.integer(0);
      return result;
    }
  }
  connection.query("INSERT INTO document (service, digest, settings) VALUES (?, ?, ?)")
      .bind(to_text(service), result.digest, text)
      .run();
  result.id = connection.last_row();
  store_coverage(connection, result.id, settings, policy);
  return result;
}

Settings load_document(Connection& connection, std::int64_t document) {
  auto query = connection.query("SELECT settings FROM document WHERE id = ?");
  return query.bind(document).step() ? parse_settings(query.text(0)) : Settings{};
}

std::vector<Coverage> load_coverage(Connection& connection, std::int64_t document) {
  auto query = connection.query(
      "SELECT event, is_failure, channels, covered FROM document_coverage WHERE document_id = ? ORDER BY event");
  query.bind(document);
  std::vector<Coverage> rows;
  while (query.step()) {
    const auto covered = query.maybe_integer(3);
    rows.push_back({query.text(0), query.integer(1) != 0, nlohmann::json::parse(query.text(2)).get<List>(),
                    covered_from(covered ? std::optional(*covered != 0) : std::nullopt)});
  }
  return rows;
}

bool remove_unused_document(Connection& connection, std::int64_t document) {
  {
    auto used = connection.query("SELECT 1 FROM snapshot WHERE document_id = ? LIMIT 1");
    if (used.bind(document).step()) return false;
  }
  connection.query("DELETE FROM document_coverage WHERE document_id = ?").bind(document).run();
  connection.query("DELETE FROM document WHERE id = ?").bind(document).run();
  return connection.database().getChanges() > 0;
}

void judge_documents(Connection& connection, const Policy& policy) {
  const std::string terms = coverage_terms(policy);
  {
    auto stored = connection.query("SELECT value FROM meta WHERE key = 'coverage_terms'");
    if (stored.step() && stored.text(0) == terms) return;
  }
  connection.query("DELETE FROM document_coverage").run();
  auto documents = connection.query("SELECT id, settings FROM document");
  while (documents.step()) store_coverage(connection, documents.integer(0), parse_settings(documents.text(1)), policy);
  connection.query("INSERT OR REPLACE INTO meta (key, value) VALUES ('coverage_terms', ?)").bind(terms).run();
}

}  // namespace noticed
