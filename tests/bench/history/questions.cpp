#include "bench/history/questions.h"

#include <fcntl.h>
#include <unistd.h>

#include <functional>
#include <iostream>
#include <stdexcept>

#include "daemon/cli/cli.h"

namespace noticed::bench {
namespace {

using Row = std::function<void(sqlite3_stmt*)>;

void each_row(sqlite3* database, const std::string& sql, const Row& row) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) row(statement);
  }
  sqlite3_finalize(statement);
  if (code != SQLITE_DONE) throw std::runtime_error(sql + ": " + sqlite3_errmsg(database));
}

std::string text(sqlite3_stmt* row, int column) {
  const auto* value = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return value == nullptr ? "" : value;
}

Subject subject_of(sqlite3* database, const std::string& condition) {
  Subject subject;
  each_row(database, "SELECT id, service, external_id, name FROM resources WHERE " + condition, [&](sqlite3_stmt* row) {
    subject.id = sqlite3_column_int64(row, 0);
    subject.service = text(row, 1);
    subject.external_id = text(row, 2);
    subject.name = text(row, 3);
  });
  const std::string whose = " WHERE resource_id = " + std::to_string(subject.id);
  each_row(database, "SELECT min(observed_at), max(observed_at), max(event_id) FROM changes" + whose,
           [&](sqlite3_stmt* row) {
             subject.early = text(row, 0);
             subject.late = text(row, 1);
             subject.event = text(row, 2);
           });
  return subject;
}

/// A statement for every view; each as by number, as by id and as by name.
void add_views(std::vector<Question>& all, const Subject& subject) {
  const std::string number = std::to_string(subject.id);
  const auto add = [&](const std::string& view, const std::string& how, const std::string& condition) {
    all.push_back({view + " by " + how, {"SELECT * FROM " + view + " WHERE " + condition}, true});
  };
  const std::string by_id = "service = '" + subject.service + "' AND external_id = '" + subject.external_id + "'";
  const std::string by_name = "name = '" + subject.name + "'";
  for (const auto* view : {"resources", "settings", "snapshots", "changes", "events", "gaps", "coverage"}) {
    add(view, "number", (view == std::string("resources") ? "id = " : "resource_id = ") + number);
    add(view, "id", by_id);
    add(view, "name", by_name);
  }
  const std::string its_events = "event_id IN (SELECT id FROM events WHERE resource_id = " + number + ")";
  add("deliveries", "its events", its_events);
  add("attempts", "its events", its_events);
  if (!subject.event.empty()) add("deliveries", "event", "event_id = '" + subject.event + "'");
}

void add_commands(std::vector<Question>& all, const Subject& subject) {
  const std::string it = subject.service + "/" + subject.external_id;
  const auto add = [&](std::vector<std::string> arguments) {
    std::string name = "noticed " + arguments.front();
    for (const auto& argument : arguments)
      if (argument.starts_with("--")) name += " " + argument;
    all.push_back({name, std::move(arguments), false});
  };
  add({"status", it});
  add({"history", it});
  add({"history", it, "--limit", "10000"});
  add({"history", it, "--since", subject.early, "--until", subject.late});
  add({"show", it});
  add({"show", it, "--at", subject.late});
  add({"diff", it, "--from", subject.early, "--to", subject.late});
  add({"diff", it, subject.other});
  all.back().name += " of two";
  add({"coverage", it});
  add({"coverage", it, "--uncovered"});
  add({"coverage", it, "--at", subject.late});
  add({"coverage", it, "--since", subject.early, "--until", subject.late});
  add({"gaps", it});
  if (!subject.event.empty()) add({"explain", subject.event});
}

/// What is written goes nowhere while this lives: answers, and the notes beside them.
class Silence {
 public:
  Silence() {
    std::cout.flush();
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
  ~Silence() {
    std::cout.flush();
    dup2(output_, STDOUT_FILENO);
    dup2(errors_, STDERR_FILENO);
    close(output_);
    close(errors_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int output_ = dup(STDOUT_FILENO);
  int errors_ = dup(STDERR_FILENO);
};

}  // namespace

Database open_readonly(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  Database opened(database, sqlite3_close);
  if (code != SQLITE_OK) throw std::runtime_error(file.string() + ": " + sqlite3_errmsg(database));
  return opened;
}

std::vector<Question> questions_about(const Subject& subject) {
  std::vector<Question> all;
  add_views(all, subject);
  add_commands(all, subject);
  return all;
}

std::vector<Subject> choose_subjects(sqlite3* database, std::size_t count) {
  std::int64_t resources = 0;
  std::string busiest;
  each_row(database, "SELECT count(*) FROM resources", [&](auto* row) { resources = sqlite3_column_int64(row, 0); });
  each_row(database, "SELECT resource_id FROM changes GROUP BY resource_id ORDER BY count(*) DESC LIMIT 1",
           [&](auto* row) { busiest = text(row, 0); });
  std::vector<Subject> all{subject_of(database, "id = " + busiest)};
  for (std::size_t i = 1; i < count; ++i) {
    const auto number = static_cast<std::int64_t>(i) * resources / static_cast<std::int64_t>(count);
    all.push_back(subject_of(database, "id >= " + std::to_string(number) + " ORDER BY id LIMIT 1"));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Subject& next = all[(i + 1) % all.size()];
    all[i].other = next.service + "/" + next.external_id;
  }
  return all;
}

void ask(const std::filesystem::path& database, const Question& question) {
  if (question.sql) {
    // A new connection, as if `sqlite3` were started for the query.
    const Database opened = open_readonly(database);
    each_row(opened.get(), question.arguments.front(), [](sqlite3_stmt* row) {
      for (int i = 0; i < sqlite3_column_count(row); ++i) sqlite3_column_text(row, i);
    });
    return;
  }
  std::vector<std::string> words{"noticed"};
  words.insert(words.end(), question.arguments.begin(), question.arguments.end());
  words.insert(words.begin() + 2, {"--db", database.string()});
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  const Silence silence;
  const int status = run_command_line(static_cast<int>(arguments.size()), arguments.data());
  constexpr int kDiffers = 1;
  if (status != 0 && status != kDiffers)
    throw std::runtime_error(question.name + " ended with status " + std::to_string(status));
}

}  // namespace noticed::bench
