// What people ask about one resource: every view, filtered as they would, and every command.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace noticed::bench {

/// A resource to ask about, and what is needed to ask.
struct Subject {
  std::int64_t id = 0;
  std::string service, external_id, name;
  std::string other;        // service/id of another one, to compare with
  std::string event;        // id of an event of it; empty: it has none
  std::string early, late;  // two times within its history
};

struct Question {
  std::string name;
  std::vector<std::string> arguments;  // of the program; or one SQL statement
  bool sql = false;
};

/// All questions, put about this one.
std::vector<Question> questions_about(const Subject& subject);

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
/// As `sqlite3 -readonly` opens it. Throws std::runtime_error.
Database open_readonly(const std::filesystem::path& file);

/// `count` resources spread evenly over all, after the one with the most changes.
std::vector<Subject> choose_subjects(sqlite3* database, std::size_t count);

/// Asks, reads the whole answer and drops it. Throws std::runtime_error if there is no answer.
void ask(const std::filesystem::path& database, const Question& question);

}  // namespace noticed::bench
