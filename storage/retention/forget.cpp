#include "storage/retention/forget.h"

#include <algorithm>
#include <map>

#include "storage/file/database.h"
#include "storage/file/database_file.h"
#include "storage/file/lock_file.h"
#include "storage/file/retention_start.h"
#include "storage/file/transaction.h"
#include "storage/model/digest.h"
#include "storage/model/event.h"
#include "storage/model/setting.h"

namespace noticed {
namespace {

using Kind = StoreError::Kind;
using Replacements = std::vector<std::pair<std::string, std::string>>;

/// Replaces every occurrence. True if there was one.
bool replace(std::string& text, const Replacements& replacements) {
  bool found = false;
  for (const auto& [old, fresh] : replacements) {
    for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + fresh.size())) {
      text.replace(at, old.size(), fresh);
      found = true;
    }
  }
  return found;
}

/// Lists are stored sorted, so a replaced value may have to move.
std::string canonical(const std::string& settings) {
  Settings parsed = parse_settings(settings);
  for (auto& [path, value] : parsed)
    if (auto* list = std::get_if<List>(&value)) *list = make_list(std::move(*list));
  return canonical_text(parsed);
}

struct TextRow {
  std::int64_t id = 0;
  std::string text;
};

class Eraser {
 public:
  Eraser(Connection& connection, std::span<const std::string> masked, TimePoint now)
      : connection_(connection), now_(now) {
    auto count = connection_.query("SELECT 1 + count(*) FROM rewrite");
    count.step();
    result_.replacement = "forgotten#" + std::to_string(count.integer(0));
    for (const std::string& value : masked) words_.emplace_back(value, result_.replacement);
  }

  Forgotten run() {
    refuse_current();
    erase_documents();
    erase_answers();
    erase_changes();
    erase_causes();
    erase_events();
    return result_;
  }

 private:
  void refuse_current();
  void erase_documents();
  void erase_document(std::int64_t id, const std::string& service, const std::string& old_digest,
                      const std::string& settings);
  void erase_answers();
  void erase_changes();
  void erase_causes();
  void erase_events();
  std::vector<std::int64_t> events_with(const Replacements& replacements);
  std::vector<TextRow> rows_with(const char* sql);

  Connection& connection_;
  TimePoint now_;
  Replacements words_;
  Replacements digests_;  // of documents, old and new; events contain them
  Forgotten result_;
};

/// The rows whose text contains one of the words. `sql` selects id and text where instr(text, ?) > 0.
std::vector<TextRow> Eraser::rows_with(const char* sql) {
  std::map<std::int64_t, std::string> found;
  for (const auto& [word, fresh] : words_) {
    auto rows = connection_.query(sql);
    rows.bind(word);
    while (rows.step()) found.emplace(rows.integer(0), rows.text(1));
  }
  std::vector<TextRow> all;
  for (auto& [id, text] : found) all.push_back({id, std::move(text)});
  return all;
}

void Eraser::refuse_current() {
  const auto current = rows_with(
      "SELECT r.id, r.service || '/' || r.external_id || ' ' || r.name FROM resource r JOIN snapshot s "
      "ON s.id = r.snapshot_id JOIN document d ON d.id = s.document_id "
      "WHERE r.retired_ms IS NULL AND instr(d.settings, ?) > 0");
  if (current.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(current.size(), 10); ++i) names += "\n  " + current[i].text;
  if (current.size() > 10) names += "\n  … and " + std::to_string(current.size() - 10) + " more";
  throw StoreError(Kind::refused,
                   connection_.file().string() +
                       ": the current settings of the resources below still contain the value, and the next poll would "
                       "store it again. Remove it in CodeArts first, and wait until they have been polled:" +
                       names);
}

void Eraser::erase_document(std::int64_t id, const std::string& service, const std::string& old_digest,
                            const std::string& settings) {
  const std::string digest = digest_of(settings);
  digests_.emplace_back(old_digest, digest);
  std::int64_t same = 0;
  {
    auto query = connection_.query("SELECT id FROM document WHERE service = ? AND digest = ?");
    if (query.bind(service, digest).step()) same = query.integer(0);
  }
  if (same == 0) {
    connection_.query("UPDATE document SET settings = ?, digest = ? WHERE id = ?").bind(settings, digest, id).run();
    return;
  }
  connection_.query("UPDATE snapshot SET document_id = ? WHERE document_id = ?").bind(same, id).run();
  connection_.query("DELETE FROM document_coverage WHERE document_id = ?").bind(id).run();
  connection_.query("DELETE FROM document WHERE id = ?").bind(id).run();
}

void Eraser::erase_documents() {
  for (auto& [id, text] : rows_with("SELECT id, settings FROM document WHERE instr(settings, ?) > 0")) {
    std::string service, digest;
    {
      auto query = connection_.query("SELECT service, digest FROM document WHERE id = ?");
      query.bind(id).step();
      service = query.text(0);
      digest = query.text(1);
    }
    replace(text, words_);
    erase_document(id, service, digest, canonical(text));
    ++result_.documents;
  }
}

void Eraser::erase_answers() {
  for (auto& [id, text] : rows_with("SELECT id, body FROM answer WHERE instr(body, ?) > 0")) {
    replace(text, words_);
    ++result_.answers;
    const std::string digest = sha256_hex(text);
    std::int64_t same = 0;
    {
      auto query = connection_.query("SELECT id FROM answer WHERE digest = ?");
      if (query.bind(digest).step()) same = query.integer(0);
    }
    if (same == 0) {
      connection_.query("UPDATE answer SET body = ?, digest = ? WHERE id = ?").bind(text, digest, id).run();
      continue;
    }
    connection_.query("UPDATE section SET answer_id = ? WHERE answer_id = ?").bind(same, id).run();
    connection_.query("DELETE FROM answer WHERE id = ?").bind(id).run();
  }
}

/// Unlike canonical(), does not sort lists again: their order must stay that of the event's body.
void Eraser::erase_changes() {
  for (const TextRow& row :
       rows_with("SELECT id, '' FROM change WHERE instr(path || ' ' || coalesce(old, '') || ' ' || coalesce(new, ''), "
                 "?) > 0")) {
    for (const auto& [word, fresh] : words_)
      connection_
          .query(
              "UPDATE change SET path = replace(path, ?1, ?2), old = replace(old, ?1, ?2), new = replace(new, ?1, ?2) "
              "WHERE id = ?3")
          .bind(word, fresh, row.id)
          .run();
    ++result_.changes;
  }
  for (const auto& [word, fresh] : words_)
    connection_.query("UPDATE OR REPLACE setting_change SET path = replace(path, ?1, ?2) WHERE instr(path, ?1) > 0")
        .bind(word, fresh)
        .run();
}

void Eraser::erase_causes() {
  for (const auto& [word, fresh] : words_) {
    for (const char* sql :
         {"UPDATE gap SET detail = replace(detail, ?1, ?2) WHERE instr(detail, ?1) > 0",
          "UPDATE outage SET detail = replace(detail, ?1, ?2) WHERE instr(detail, ?1) > 0",
          "UPDATE discovery SET trouble = replace(trouble, ?1, ?2) WHERE instr(trouble, ?1) > 0",
          "UPDATE delivery SET last_error = replace(last_error, ?1, ?2) WHERE instr(last_error, ?1) > 0",
          "UPDATE sink SET reason = replace(reason, ?1, ?2) WHERE instr(reason, ?1) > 0",
          "UPDATE attempt SET reason = replace(reason, ?1, ?2) WHERE instr(reason, ?1) > 0"}) {
      connection_.query(sql).bind(word, fresh).run();
      result_.others += connection_.database().getChanges();
    }
  }
}

/// Numbers of the events whose body contains an old text.
std::vector<std::int64_t> Eraser::events_with(const Replacements& replacements) {
  std::vector<std::int64_t> found;
  for (const auto& [word, fresh] : replacements) {
    auto rows = connection_.query("SELECT seq FROM event WHERE instr(body, ?) > 0");
    rows.bind(word);
    while (rows.step()) found.push_back(rows.integer(0));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void Eraser::erase_events() {
  result_.events = static_cast<std::int64_t>(events_with(words_).size());
  Replacements all = words_;
  all.insert(all.end(), digests_.begin(), digests_.end());
  const auto touched = events_with(all);
  if (touched.empty()) return;
  result_.first_event = touched.front();
  std::string chain = load_retention_start(connection_).chain;
  {
    auto before = connection_.query("SELECT chain FROM event WHERE seq < ? ORDER BY seq DESC LIMIT 1");
    if (before.bind(touched.front()).step()) chain = before.text(0);
  }
  std::string old_head;
  auto rows = connection_.query("SELECT seq, body, summary, chain FROM event WHERE seq >= ? ORDER BY seq");
  rows.bind(touched.front());
  while (rows.step()) {
    std::string body = rows.text(1), summary = rows.text(2);
    replace(body, all);
    replace(summary, all);
    result_.newest_event = rows.integer(0);
    old_head = rows.text(3);
    chain = chain_link(chain, body);
    connection_.query("UPDATE event SET body = ?, summary = ?, chain = ? WHERE seq = ?")
        .bind(body, summary, chain, rows.integer(0))
        .run();
  }
  connection_
      .query(
          "INSERT INTO rewrite (at_ms, from_seq, to_seq, old_head, new_head, reason) VALUES (?, ?, ?, ?, ?, 'forget')")
      .bind(now_, result_.first_event, result_.newest_event, old_head, chain)
      .run();
}

/// Requires room for the rewritten file and for the log of writing it.
void require_room(Connection& connection) {
  const std::int64_t bytes = connection.database().execAndGet("PRAGMA page_count").getInt64() *
                             connection.database().execAndGet("PRAGMA page_size").getInt64();
  if (free_bytes(connection.file()) < 2 * static_cast<std::uintmax_t>(bytes))
    throw StoreError(Kind::full, connection.file().string() + ": not enough disk space to rewrite it; free " +
                                     std::to_string(2 * bytes >> 20) + " MiB on that disk");
}

}  // namespace

Forgotten forget(const std::filesystem::path& database, std::span<const std::string> masked, TimePoint now,
                 bool dry_run) {
  return translating(database, [&] {
    const int newest = built_in_migrations().back().number;
    if (schema_number(*open_for_reading(database, newest), newest) != newest)
      throw StoreError(Kind::refused,
                       database.string() + ": has an older schema; start the daemon of this version once");
    prepare_database_file(database);
    const LockFile lock(database);
    const auto connection = open_for_writing(database, built_in_migrations());
    require_room(*connection);
    WriteTransaction transaction(*connection);
    Forgotten result = Eraser(*connection, masked, now).run();
    if (dry_run) return result;
    transaction.commit();
    connection->execute("VACUUM");  // else the old text stays in free rows and pages
    if (!try_to_empty_log(*connection))
      throw StoreError(Kind::locked,
                       database.string() +
                           ": done, but another program reads it, and its log still contains the value; end "
                           "that program, then start the daemon or run this again");
    return result;
  });
}

}  // namespace noticed
