// The log: records of an event name and fields, written as text or JSON to standard output, or to the journal.
// Thread-safe.
#pragma once

#include <atomic>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/config/config.h"
#include "daemon/runtime/journal.h"
#include "storage/model/clock.h"
#include "storage/model/event.h"

namespace spdlog {
class logger;
}

namespace noticed {

enum class LogLevel : std::uint8_t { trace, debug, info, warn, error };
using LogField = std::pair<std::string_view, std::string>;

class Log {
 public:
  /// `level`: as in the configuration. Records that the journal does not accept are written as text to standard output;
  /// the first time the cause is logged too.
  Log(const Clock& clock, const std::string& level, LogFormat format, Journal journal = Journal());
  ~Log();

  /// Changes level and format of later records.
  void configure(const std::string& level, LogFormat format);

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);
  void info(std::string_view event, std::initializer_list<LogField> fields) { write(LogLevel::info, event, fields); }
  void warn(std::string_view event, std::initializer_list<LogField> fields) { write(LogLevel::warn, event, fields); }
  void error(std::string_view event, std::initializer_list<LogField> fields) { write(LogLevel::error, event, fields); }

  /// Logs an event of the history: its summary as text, its whole body as JSON; both in the journal.
  void write_event(const Event& event);

 private:
  bool wanted(LogLevel level) const;
  void put(LogLevel level, const std::string& line);
  void write_text(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);
  bool to_journal(const Journal::Record& record);

  const Clock& clock_;
  std::atomic<LogFormat> format_;
  std::shared_ptr<spdlog::logger> out_;
  Journal journal_;
  std::atomic<bool> journal_missed_ = false;  // logged once
};

}  // namespace noticed
