// One SQLite connection with its prepared statements, each prepared once. One thread at a time. Internal to this
// folder: no SQLite types leave it.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <concepts>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/model/clock.h"
#include "storage/model/store_error.h"

namespace noticed {

/// A cached statement in use: bound, stepped, read; reset on destruction.
class Query {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(statement) {}
  ~Query() { statement_.tryReset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Binds all parameters, in order. An empty optional is NULL.
  template <typename... Values>
  Query& bind(const Values&... values) {
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }
  /// True: a row is available.
  bool step() { return statement_.executeStep(); }
  /// Steps to the end; discards rows.
  void run() {
    while (statement_.executeStep()) {
    }
  }

  bool is_null(int column) const { return statement_.isColumnNull(column); }
  std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  /// Valid until the next step.
  std::string_view view(int column) const;
  TimePoint time(int column) const { return from_ms(integer(column)); }
  std::optional<TimePoint> maybe_time(int column) const;
  std::optional<std::int64_t> maybe_integer(int column) const;

 private:
  template <std::integral T>
  void bind_one(int index, T value) {
    statement_.bind(index, static_cast<std::int64_t>(value));
  }
  void bind_one(int index, std::string_view value) { statement_.bind(index, std::string(value)); }
  void bind_one(int index, TimePoint value) { statement_.bind(index, to_ms(value)); }
  void bind_one(int index, std::nullopt_t) { statement_.bind(index); }
  template <typename T>
  void bind_one(int index, const std::optional<T>& value) {
    if (value) {
      bind_one(index, *value);
    } else {
      statement_.bind(index);
    }
  }

  SQLite::Statement& statement_;
};

class Connection {
 public:
  /// Opens with the flags of SQLiteCpp (SQLite::OPEN_READONLY …). Throws SQLite::Exception.
  Connection(const std::filesystem::path& file, int flags);

  /// `sql` must be a literal: statements are cached by its address. Only one use at a time.
  Query query(const char* sql);
  /// The first column of the first row; 0 if there is none, or it is NULL. As for query().
  std::int64_t number(const char* sql);
  /// For a statement built at run time; not cached.
  SQLite::Statement once(const std::string& sql) { return {database_, sql}; }
  void execute(const std::string& sql) { database_.exec(sql); }
  std::int64_t last_row() const { return database_.getLastInsertRowid(); }
  SQLite::Database& database() { return database_; }
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  SQLite::Database database_;  // before the statements, which must be destroyed first
  std::unordered_map<const char*, SQLite::Statement> statements_;
};

/// Names the file, the cause and the remedy of an SQLite error.
StoreError to_store_error(const SQLite::Exception& error, const std::filesystem::path& file);

/// Runs `work`; turns an SQLite error into a StoreError.
template <typename Work>
decltype(auto) translating(const std::filesystem::path& file, Work&& work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    throw to_store_error(error, file);
  }
}

}  // namespace noticed
