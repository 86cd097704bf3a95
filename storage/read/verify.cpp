#include "storage/read/verify.h"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>

#include "storage/file/database.h"
#include "storage/file/retention_start.h"
#include "storage/model/digest.h"
#include "storage/model/event.h"

namespace noticed {
namespace {

constexpr std::size_t kMostTold = 20;  // inconsistencies: the first ones show the cause
constexpr int kChunk = 500;            // rows per transaction: a long read would let the log grow

class Verifier {
 public:
  Verifier(Connection& connection, const VerifyRequest& request) : connection_(connection), request_(request) {}

  Verification run() {
    begin();
    check_file();
    guarded([&] { check_events(); });
    guarded([&] { check_documents(); });
    guarded([&] { check_answers(); });
    guarded([&] { check_anchor(); });
    return std::move(result_);
  }

 private:
  void begin();
  void check_file();
  void check_events();
  bool check_chunk(ChainCheck& chain);
  void load_changes(StoredEvent& event);
  void check_documents();
  void check_answers();
  void check_anchor();
  void add(Damage damage) {
    ++result_.damaged;
    if (result_.damages.size() < kMostTold) result_.damages.push_back(std::move(damage));
  }
  void show(std::string_view what, std::int64_t done, std::int64_t of) const {
    if (request_.progress) request_.progress(what, done, of);
  }
  /// Unreadable pages count as damage and do not end the check.
  template <typename Work>
  void guarded(Work&& work) {
    try {
      work();
    } catch (const SQLite::Exception& error) {
      if ((error.getErrorCode() & 0xff) != SQLITE_CORRUPT) throw;
      add({0, {}, std::string("SQLite cannot continue reading: ") + error.what()});
    }
  }

  Connection& connection_;
  const VerifyRequest& request_;
  Verification result_;
  RetentionStart cut_;
};

void Verifier::begin() {
  const SQLite::Transaction transaction(connection_.database());
  cut_ = load_retention_start(connection_);
  result_.pruned = cut_.seq;
  auto rewrites =
      connection_.query("SELECT at_ms, from_seq, to_seq, old_head, new_head, reason FROM rewrite ORDER BY id");
  while (rewrites.step())
    result_.rewrites.push_back({rewrites.time(0), rewrites.integer(1), rewrites.integer(2), rewrites.text(3),
                                rewrites.text(4), rewrites.text(5)});
}

void Verifier::check_file() {
  show("database", 0, 1);
  guarded([&] {
    auto check = connection_.query("PRAGMA quick_check(20)");
    while (check.step())
      if (const std::string line = check.text(0); line != "ok") add({0, {}, "SQLite: " + line});
  });
}

void Verifier::load_changes(StoredEvent& event) {
  auto rows =
      connection_.query("SELECT op, path, old, new, effect, severity FROM change WHERE event_seq = ? ORDER BY id");
  rows.bind(event.seq);
  while (rows.step())
    event.changes.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5)});
}

/// False: there are no more.
bool Verifier::check_chunk(ChainCheck& chain) {
  const SQLite::Transaction transaction(connection_.database());
  // Events pruned meanwhile are not damage.
  if (const RetentionStart cut = load_retention_start(connection_); cut.seq > chain.seq())
    chain = ChainCheck(cut.seq, cut.chain);
  auto rows = connection_.query(
      "SELECT seq, id, at_ms, type, severity, summary, body, chain FROM event WHERE seq > ? ORDER BY seq LIMIT ?");
  rows.bind(chain.seq(), kChunk);
  int taken = 0;
  for (; rows.step(); ++taken) {
    StoredEvent event{rows.integer(0), rows.text(1), rows.time(2),
                      rows.text(3),    rows.text(4), rows.text(5),
                      rows.text(6),    rows.text(7), {}};
    load_changes(event);
    if (result_.first == 0) result_.first = event.seq;
    for (Damage& damage : chain.take(event)) add(std::move(damage));
    ++result_.events;
  }
  return taken == kChunk;
}

void Verifier::check_events() {
  const std::int64_t all = connection_.number("SELECT max(seq) FROM event") - cut_.seq;
  ChainCheck chain(cut_.seq, cut_.chain);
  if (const std::int64_t before = connection_.number("SELECT count(*) FROM event WHERE seq < 1"); before > 0)
    add({0, {}, std::to_string(before) + " events have numbers below 1"});
  bool more = true;
  while (more) {
    more = check_chunk(chain);
    show("events", result_.events, std::max(all, result_.events));
  }
  result_.newest = chain.seq();
  result_.head = chain.chain();
}

void Verifier::check_documents() {
  const std::int64_t all = connection_.number("SELECT count(*) FROM document");
  std::int64_t last = 0;
  for (bool more = true; more;) {
    auto rows = connection_.query("SELECT id, digest, settings FROM document WHERE id > ? ORDER BY id LIMIT ?");
    rows.bind(last, kChunk);
    int taken = 0;
    for (; rows.step(); ++taken, ++result_.documents) {
      last = rows.integer(0);
      const std::string digest = digest_of(rows.view(2));
      if (digest != rows.text(1))
        add({0,
             {},
             "settings document " + std::to_string(last) + ": expected digest " + rows.text(1) + ", its text has " +
                 digest});
    }
    more = taken == kChunk;
    show("documents", result_.documents, std::max(all, result_.documents));
  }
}

void Verifier::check_answers() {
  const std::int64_t all = connection_.number("SELECT count(*) FROM answer");
  std::int64_t last = 0;
  for (bool more = true; more;) {
    auto rows = connection_.query("SELECT id, digest, body FROM answer WHERE id > ? ORDER BY id LIMIT ?");
    rows.bind(last, kChunk);
    int taken = 0;
    for (; rows.step(); ++taken, ++result_.answers) {
      last = rows.integer(0);
      const std::string digest = sha256_hex(rows.view(2));
      if (digest != rows.text(1))
        add({0,
             {},
             "stored answer " + std::to_string(last) + ": expected digest " + rows.text(1) + ", its text has " +
                 digest});
    }
    more = taken == kChunk;
    show("answers", result_.answers, std::max(all, result_.answers));
  }
}

void Verifier::check_anchor() {
  if (!request_.anchor) return;
  const Anchor& anchor = *request_.anchor;
  const SQLite::Transaction transaction(connection_.database());
  const RetentionStart cut = load_retention_start(connection_);
  if (anchor.seq < cut.seq) {
    result_.anchor = AnchorState::not_kept;
    return;
  }
  std::string chain = cut.chain;
  if (anchor.seq > cut.seq) {
    auto event = connection_.query("SELECT chain FROM event WHERE seq = ?");
    if (!event.bind(anchor.seq).step()) {
      result_.anchor = AnchorState::missing;
      return;
    }
    chain = event.text(0);
  }
  result_.anchor = chain == anchor.chain ? AnchorState::same : AnchorState::other;
}

}  // namespace

std::optional<Anchor> parse_anchor(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  std::int64_t seq = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, seq);
  if (error != std::errc{} || seq < 1 || end == last || *end != ':') return {};
  const std::string_view chain = text.substr(static_cast<std::size_t>(end - text.data()) + 1);
  if (chain.size() != 64 || chain.find_first_not_of("0123456789abcdef") != std::string_view::npos) return {};
  return Anchor{seq, std::string(chain)};
}

Verification verify(const std::filesystem::path& database, const VerifyRequest& request) {
  return translating(database, [&] {
    const int newest = built_in_migrations().back().number;
    const auto connection = open_for_reading(database, newest);
    if (schema_number(*connection, newest) != newest)
      throw StoreError(StoreError::Kind::refused,
                       database.string() + ": has an older schema; start the daemon of this version once");
    return Verifier(*connection, request).run();
  });
}

}  // namespace noticed
