#include "attack/old_database.h"

#include <fcntl.h>
#include <unistd.h>

#include "storage/file/database.h"
#include "storage/file/key_file.h"
#include "storage/file/migrate.h"
#include "storage/model/clock.h"
#include "storage/store.h"
#include "tests/support/file_text.h"
#include "tests/support/services.h"

namespace noticed::attack {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto kAge = 24h * 200;
constexpr auto kStep = 5min;
constexpr int kTogether = 200;  // polls per commit

PollReport switched(std::int64_t resource, TimePoint when, bool on) {
  PollReport report;
  report.resource = resource;
  report.generation = 1;
  report.started = when;
  SectionReport part;
  part.state = SectionReport::State::fetched;
  part.asked = when;
  part.answered = when + 100ms;
  part.settings = {{"email/buildJobFail/enabled", on}};
  part.answer = "answer " + canonical_text(part.settings);
  report.sections.push_back(part);
  return report;
}

}  // namespace

void remove_database(const fs::path& file) {
  const std::string stem = file.stem().string();
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(file.parent_path()))
    if (entry.path().filename().string().starts_with(stem + ".")) found.push_back(entry.path());
  for (const auto& path : found)
    if (path.extension() != ".toml") fs::remove(path);
}

void copy_database(const fs::path& from, const fs::path& to) {
  fs::copy_file(from, to);
  fs::copy_file(key_path(from), key_path(to));
  if (fs::exists(from.string() + "-wal")) fs::copy_file(from.string() + "-wal", to.string() + "-wal");
}

long make_aged_database(const fs::path& file, int events) {
  remove_database(file);
  const TimePoint begin = SystemClock().wall() - kAge;
  StoreOptions options;
  options.path = file;
  options.key_id = load_or_create_key(file, false).id;
  options.version = "0.1.0";
  Store store(options, begin);
  auto policy = std::make_shared<Policy>();
  policy->generation = 1;
  policy->host = "watcher";
  policy->notify_channels = {"email"};
  WatchedResource watched;
  watched.info = {"prod", "ap-southeast-3", service::build, "00000000000000000000000000000001", "old", "p1", "Shop",
                  {}};
  watched.interval = 300s;
  watched.sections = 1;
  const std::vector<WatchedResource> all{watched};
  const auto resource = store.begin_generation({all, {}, {}, {}}, policy, begin).watched.front().resource;
  for (int done = 0; done <= events;) {
    std::vector<PollReport> cycles;
    for (int i = 0; i < kTogether && done <= events; ++i, ++done)
      cycles.push_back(switched(resource, begin + done * kStep, done % 2 == 0));
    store.commit(cycles);
  }
  store.close(begin + (events + 1) * kStep);
  return events;
}

long make_database_of_schema(const fs::path& file, int schema, int rows) {
  remove_database(file);
  ::close(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
  const auto connection = open_for_writing(file, built_in_migrations().first(static_cast<std::size_t>(schema)));
  connection->execute(read_file(NOTICED_SCHEMAS "/schema_" + std::to_string(schema) + ".sql"));
  connection->execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " + std::to_string(rows) +
                      ") INSERT INTO gap (resource_id, section, from_ms, to_ms, reason, polls, detail) SELECT 1, "
                      "'email', 1795269600000 + i, 1795269600000 + i + 1, 'network', 1, 'connection refused' FROM n");
  // Creates the key first, then records its id in the database.
  const fs::path beside = file.parent_path() / "fresh" / file.filename();
  const std::string id = load_or_create_key(beside, false).id;
  fs::rename(key_path(beside), key_path(file));
  fs::remove_all(beside.parent_path());
  connection->execute("UPDATE meta SET value = '" + id + "' WHERE key = 'key_id'");
  const long newest = connection->database().execAndGet("SELECT max(seq) FROM event").getInt();
  connection->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  return newest;
}

}  // namespace noticed::attack
