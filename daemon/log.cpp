#include "daemon/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

namespace noticed {
namespace {

constexpr std::array<std::string_view, 5> kLevels{"trace", "debug", "info", "warn", "error"};
constexpr std::array<spdlog::level::level_enum, 5> kSpdlogLevels{
    spdlog::level::trace, spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};

/// Quoted where a reader or a script could otherwise misread it; controls never pass.
std::string field_text(const std::string& value) {
  const bool plain = !value.empty() && value.find_first_of(" \"=\\") == std::string::npos &&
                     value.find_first_of(std::string_view("\0\t\n\r\x1b", 5)) == std::string::npos;
  if (plain) return value;
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

LogLevel level_of(Severity severity) {
  return severity == Severity::critical  ? LogLevel::error
         : severity == Severity::warning ? LogLevel::warn
                                         : LogLevel::info;
}

}  // namespace

std::string local_text(TimePoint time, const char* pattern) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), pattern, &local);
  return text.data();
}

std::string local_text(TimePoint time) {
  std::string out = local_text(time, "%Y-%m-%d %H:%M:%S %z");
  out.insert(out.size() - 2, ":");  // +0800 -> +08:00
  return out;
}

Log::Log(const Clock& clock, const std::string& level, LogFormat format)
    : clock_(clock),
      format_(format),
      out_(std::make_shared<spdlog::logger>("noticed", std::make_shared<spdlog::sinks::stdout_sink_mt>())) {
  out_->set_pattern("%v");
  out_->set_level(spdlog::level::from_str(level == "error" ? "err" : level));
  out_->flush_on(spdlog::level::trace);
}

Log::~Log() = default;

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
  std::string line = local_text(clock_.wall()) + " " + std::string(word) + " " + std::string(event);
  for (const auto& [key, value] : fields) line += " " + std::string(key) + "=" + field_text(value);
  put(level, line);
}

void Log::tell(const Event& event) {
  const LogLevel level = level_of(event.severity);
  if (!wanted(level)) return;
  if (format_ == LogFormat::json) {
    put(level, event.body);
    return;
  }
  write(level, event.type,
        {{"severity", std::string(to_text(event.severity))},
         {"summary", event.summary},
         {"seq", std::to_string(event.seq)},
         {"id", event.id}});
}

}  // namespace noticed
