// Databases to report on, made through the store: a small one that is known in every detail, and large ones.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/report/report_data.h"
#include "tests/storage/store_fixture.h"

namespace noticed {

class World {
 public:
  World();

  std::vector<Remembered> watch(const std::vector<WatchedResource>& resources, TimePoint now = at(0ms));
  void commit(const PollReport& cycle) { commit(std::vector{cycle}); }
  void commit(const std::vector<PollReport>& cycles) { store_->commit(cycles); }
  Store& store() { return *store_; }
  const std::filesystem::path& database() const { return database_; }
  /// Of the day before 2026-11-21T16:00:00Z, asked then, on "watcher-1".
  ReportQuestion question() const;
  /// The whole page that answers it; of database and chain only what is the same each time.
  std::string page() const { return page(question()); }
  static std::string page(const ReportQuestion& question);

 private:
  TempDir dir_;
  std::filesystem::path database_ = dir_.path() / "noticed.db";
  std::unique_ptr<Store> store_;
};

/// A build job called `name`.
WatchedResource build_job(const std::string& id, const std::string& name);

/// payments-api loses its e-mail, has a gap and gets it back in part; three jobs alike; a pipeline of which only e-mail
/// is polled and one failure has no word; a repository that the project decides for; a job that was never read.
void fill_small(World& world);
/// So many resources of three services, some hundred of them set like no other; every tenth changed, every thirtieth
/// fails.
void fill_large(World& world, int count);
/// Names that try to be markup.
void fill_hostile(World& world);

}  // namespace noticed
