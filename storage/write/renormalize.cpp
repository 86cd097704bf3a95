#include "storage/write/renormalize.h"

#include "storage/model/poll_report.h"
#include "storage/write/documents.h"
#include "storage/write/section_state.h"
#include "storage/write/snapshots.h"

namespace noticed {
namespace {

/// A resource with a current snapshot.
struct SnapshotOwner {
  std::int64_t id = 0;
  std::string external_id, project_id;
  SectionMask nonempty = 0;
};

std::vector<SnapshotOwner> load_owners(Connection& connection, Service service) {
  auto query = connection.query(
      "SELECT id, external_id, project_id, nonempty FROM resource WHERE service = ? AND snapshot_id IS NOT NULL");
  query.bind(to_text(service));
  std::vector<SnapshotOwner> owners;
  while (query.step())
    owners.push_back({query.integer(0), query.text(1), query.text(2), static_cast<SectionMask>(query.integer(3))});
  return owners;
}

/// Replaces a section's settings.
void replace_section(Settings& settings, Service service, SectionIndex section, Settings fresh) {
  std::erase_if(settings, [&](const auto& one) { return section_of(service, decode_path(one.first)) == section; });
  settings.merge(fresh);
}

struct KeptAnswer {
  SectionIndex section = 0;
  std::string body;
};

std::vector<KeptAnswer> load_answers(Connection& connection, std::int64_t resource) {
  auto query = connection.query(
      "SELECT s.section, a.body FROM section s JOIN answer a ON a.id = s.answer_id WHERE s.resource_id = ?");
  query.bind(resource);
  std::vector<KeptAnswer> answers;
  while (query.step()) answers.push_back({static_cast<SectionIndex>(query.integer(0)), query.text(1)});
  return answers;
}

/// The settings that a resource's stored answers yield now; also stores the answers as this version redacts them.
/// Sections without a stored answer stay unchanged.
Settings read_anew(Connection& connection, const Normalizers& normalizers, Service service, SnapshotOwner& owner,
                   Settings settings) {
  for (const KeptAnswer& kept : load_answers(connection, owner.id)) {
    auto fresh = normalizers.normalize({service, owner.external_id, owner.project_id, kept.section, kept.body});
    if (fresh.body != kept.body) keep_answer(connection, owner.id, kept.section, fresh.body);
    if (!fresh.settings) continue;
    const SectionMask one = bit(kept.section);
    owner.nonempty = static_cast<SectionMask>(fresh.settings->empty() ? owner.nonempty & ~one : owner.nonempty | one);
    replace_section(settings, service, kept.section, std::move(*fresh.settings));
  }
  return settings;
}

/// Deletes what is no longer referenced: it may contain what this version masks.
void drop_leftovers(Connection& connection, std::int64_t resource, std::int64_t document, const Settings& before,
                    const Settings& now) {
  remove_unused_document(connection, document);
  for (const auto& [path, value] : before)
    if (!now.contains(path))
      connection.query("DELETE FROM setting_change WHERE resource_id = ? AND path = ?").bind(resource, path).run();
}

bool renormalize_one(Connection& connection, const Normalizers& normalizers, const Policy& policy, Service service,
                     SnapshotOwner owner) {
  const CurrentSnapshot current = load_current(connection, owner.id);
  const Settings before = load_document(connection, current.document);
  const Settings now = read_anew(connection, normalizers, service, owner, before);
  if (now == before) return false;
  const DocumentRef document = store_document(connection, service, now, policy);
  connection.query("UPDATE snapshot SET document_id = ? WHERE id = ?").bind(document.id, current.id).run();
  connection.query("UPDATE resource SET nonempty = ?, off = ? WHERE id = ?")
      .bind(owner.nonempty, switched_off(service, now), owner.id)
      .run();
  drop_leftovers(connection, owner.id, current.document, before, now);
  return true;
}

}  // namespace

Renormalized renormalize(Connection& connection, const Normalizers& normalizers, const Policy& policy) {
  Renormalized result;
  for (const Service service : all_services()) {
    const std::string key = "normalizer." + std::string(to_text(service));
    const std::string version = std::to_string(normalizers.versions[index_of(service)]);
    {
      auto stored = connection.query("SELECT value FROM meta WHERE key = ?");
      if (stored.bind(key).step() && stored.text(0) == version) continue;
    }
    for (SnapshotOwner& owner : load_owners(connection, service)) {
      ++result.resources;
      if (renormalize_one(connection, normalizers, policy, service, std::move(owner))) ++result.changed;
    }
    connection.query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").bind(key, version).run();
  }
  return result;
}

}  // namespace noticed
