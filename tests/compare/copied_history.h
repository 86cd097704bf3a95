// A copy of a recorded history that one program uses: database, key, configuration and credentials, always at the same
// place, so that paths in what programs print are alike. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "system/scene.h"

namespace noticed::compare {

struct Answer {
  int status = 0;
  std::string output;  // standard output and error
};

class CopiedHistory {
 public:
  /// Copies what `from` holds into its folder "copy", which is made anew. `program` runs there, and sees `now` as the
  /// time.
  CopiedHistory(test::Scene& from, std::filesystem::path program, TimePoint now);

  std::filesystem::path database() const { return dir_ / "noticed.db"; }
  std::filesystem::path dir() const { return dir_; }
  const std::filesystem::path& program() const { return program_; }
  std::filesystem::path config() const { return dir_ / "noticed.toml"; }

  /// Brings the database to the schema of this build, and changes nothing else: commands that read do not upgrade it.
  void upgrade() const;
  /// The program with these arguments, the time standing still.
  Answer run_plain(std::vector<std::string> arguments) const;
  /// The same with the configuration named.
  Answer run(std::vector<std::string> arguments) const;
  std::vector<test::Row> query(const std::string& sql) const { return test::query_database(database(), sql); }
  /// `run` as a daemon, in real time, with the copy's configuration.
  std::unique_ptr<test::DaemonProcess> start() const;

 private:
  std::filesystem::path dir_;
  std::filesystem::path program_;
  std::string now_;  // milliseconds
};

}  // namespace noticed::compare
