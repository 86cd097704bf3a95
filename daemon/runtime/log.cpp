#include "daemon/runtime/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <nlohmann/json.hpp>

#include "storage/model/time_zone.h"
#include "storage/model/wording/body_members.h"

namespace noticed {
namespace {

constexpr std::array<std::string_view, 5> kLevels{"trace", "debug", "info", "warn", "error"};
constexpr std::array<spdlog::level::level_enum, 5> kSpdlogLevels{
    spdlog::level::trace, spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};

/// Quoted where a person or a script could otherwise misread it; control characters are always escaped.
std::string field_text(const std::string& value) {
  const bool plain = !value.empty() && value.find_first_of(" \"=\\") == std::string::npos &&
                     value.find_first_of(std::string_view("\0\t\n\r\x1b", 5)) == std::string::npos;
  if (plain) return value;
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// As numbered by syslog(3).
constexpr std::array<int, 5> kPriorities{7, 7, 6, 4, 3};
constexpr int kCritical = 2;  // above the program's own records: `journalctl -p crit` shows what people must see

std::string fields_text(std::initializer_list<LogField> fields) {
  std::string text;
  for (const auto& [key, value] : fields) text += " " + std::string(key) + "=" + field_text(value);
  return text;
}

Journal::Record record_of(int priority, std::string message, std::string_view event) {
  return {{"MESSAGE", std::move(message)},
          {"PRIORITY", std::to_string(priority)},
          {"SYSLOG_IDENTIFIER", "noticed"},
          {journal_name("event"), std::string(event)}};
}

/// Adds the event's subject as searchable fields.
void add_subject(const std::string& body, Journal::Record& record) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const auto& data = member_of(json, "data");
  const auto& resource = member_of(data, "resource");
  const auto text = [&](std::string_view key) {
    const auto& member = member_of(resource.is_null() ? data : resource, key);
    return member.is_string() ? member.get<std::string>() : std::string();
  };
  if (!text("id").empty()) record.emplace_back(journal_name("resource"), text("service") + "/" + text("id"));
  for (const char* key : {"account", "service", "name", "sink"})
    if (!text(key).empty()) record.emplace_back(journal_name(key), text(key));
}

LogLevel level_of(Severity severity) {
  return severity == Severity::critical  ? LogLevel::error
         : severity == Severity::warning ? LogLevel::warn
                                         : LogLevel::info;
}

}  // namespace

Log::Log(const Clock& clock, const std::string& level, LogFormat format, Journal journal)
    : clock_(clock),
      format_(format),
      out_(std::make_shared<spdlog::logger>("noticed", std::make_shared<spdlog::sinks::stdout_sink_mt>())),
      journal_(std::move(journal)) {
  out_->set_pattern("%v");
  configure(level, format);
  out_->flush_on(spdlog::level::trace);
}

Log::~Log() = default;

void Log::configure(const std::string& level, LogFormat format) {
  format_ = format;
  out_->set_level(spdlog::level::from_str(level == "error" ? "err" : level));
}

bool Log::wanted(LogLevel level) const { return out_->should_log(kSpdlogLevels[static_cast<std::size_t>(level)]); }

void Log::put(LogLevel level, const std::string& line) {
  out_->log(kSpdlogLevels[static_cast<std::size_t>(level)], line);
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!wanted(level)) return;
  const auto word = kLevels[static_cast<std::size_t>(level)];
  if (format_ == LogFormat::json) {
    nlohmann::ordered_json record{{"time", to_text(clock_.wall())}, {"level", word}, {"event", event}};
    for (const auto& [key, value] : fields) record[std::string(key)] = value;
    put(level, record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  if (format_ == LogFormat::journal) {
    auto record =
        record_of(kPriorities[static_cast<std::size_t>(level)], std::string(event) + fields_text(fields), event);
    for (const auto& [key, value] : fields) record.emplace_back(journal_name(key), value);
    if (to_journal(record)) return;
  }
  write_text(level, event, fields);
}

void Log::write_text(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  const auto word = kLevels[static_cast<std::size_t>(level)];
  put(level, local_text(clock_.wall()) + " " + std::string(word) + " " + std::string(event) + fields_text(fields));
}

bool Log::to_journal(const Journal::Record& record) {
  if (journal_.send(record)) return true;
  if (!journal_missed_.exchange(true))
    write_text(LogLevel::warn, "journal_missing",
               {{"cause", "no journal accepts records at /run/systemd/journal/socket"},
                {"effect", "the log goes to standard output as text"}});
  return false;
}

void Log::write_event(const Event& event) {
  const LogLevel level = level_of(event.severity);
  if (!wanted(level)) return;
  if (format_ == LogFormat::json) {
    put(level, event.body);
    return;
  }
  if (format_ == LogFormat::journal) {
    const bool critical = event.severity == Severity::critical;
    auto record =
        record_of(critical ? kCritical : kPriorities[static_cast<std::size_t>(level)], event.summary, event.type);
    record.emplace_back(journal_name("type"), event.type);
    record.emplace_back(journal_name("event_id"), event.id);
    record.emplace_back(journal_name("seq"), std::to_string(event.seq));
    record.emplace_back(journal_name("severity"), std::string(to_text(event.severity)));
    add_subject(event.body, record);
    record.emplace_back(journal_name("body"), event.body);
    if (to_journal(record)) return;
  }
  write_text(level, event.type,
             {{"severity", std::string(to_text(event.severity))},
              {"summary", event.summary},
              {"seq", std::to_string(event.seq)},
              {"id", event.id}});
}

}  // namespace noticed
