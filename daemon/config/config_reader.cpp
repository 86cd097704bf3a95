#include "daemon/config/config_reader.h"

#include "daemon/config/duration.h"
#include "daemon/config/listen.h"
#include "daemon/config/url.h"

namespace noticed {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::hours kShortestKeep = 24h * 30;

}  // namespace

void ConfigReader::read(const toml::table& root, const std::string& file) {
  facts_.add(root);
  TomlTable top(root, "top level", file, draft_.faults());
  const auto one = [&](std::string_view key, auto reader) {
    if (auto inner = top.table(key))
      reader(TomlTable(inner->raw(), "[" + std::string(key) + "]", file, draft_.faults()));
  };
  const auto each = [&](std::string_view key, auto reader) {
    const auto* node = top.take(key);
    if (node == nullptr) return;
    const auto* array = node->as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) {
      top.fault(key, "must be written as [[" + std::string(key) + "]]");
      return;
    }
    for (const auto& item : *array)
      reader(TomlTable(*item.as_table(), "[[" + std::string(key) + "]]", file, draft_.faults()));
  };
  one("daemon", [&](TomlTable table) { read_daemon(std::move(table)); });
  one("storage", [&](TomlTable table) { read_storage(std::move(table)); });
  one("network", [&](TomlTable table) { read_network(std::move(table)); });
  one("polling", [&](TomlTable table) { read_polling(std::move(table)); });
  one("coverage", [&](TomlTable table) { read_coverage(std::move(table)); });
  one("heartbeat", [&](TomlTable table) { read_heartbeat(std::move(table)); });
  each("account", [&](TomlTable table) { accounts_.read(std::move(table)); });
  each("discover", [&](TomlTable table) { discovers_.read(std::move(table)); });
  each("resource", [&](TomlTable table) { resources_.read(std::move(table)); });
  each("destination", [&](TomlTable table) { sinks_.read_destination(std::move(table)); });
  each("sink", [&](TomlTable table) { sinks_.read(std::move(table)); });
  top.finish();
}

void ConfigReader::read_daemon(TomlTable table) {
  for (const auto* key : {"listen", "status_page", "log_level", "log_format", "time_zone"}) draft_.once(table, key);
  Config& config = draft_.config();
  if (auto listen = table.string("listen")) {
    config.listen = *listen;
    if (!listen->empty() && !parse_listen(*listen))
      table.fault("listen", "\"" + *listen +
                                "\" is not an address to listen on; write for example \"127.0.0.1:9184\", " +
                                "\"[::1]:9184\" or \"unix:/run/noticed/metrics.sock\", or \"\" to turn it off");
  }
  if (auto shown = table.boolean("status_page")) config.status_page = *shown;
  if (auto level = table.word("log_level", {"trace", "debug", "info", "warn", "error"})) config.log_level = *level;
  if (auto format = table.word("log_format", {"text", "json", "journal"}))
    config.log_format = *format == "json"      ? LogFormat::json
                        : *format == "journal" ? LogFormat::journal
                                               : LogFormat::text;
  if (auto zone = table.string("time_zone")) {
    config.time_zone = *zone;
    std::error_code ignored;
    const bool plain = zone->find("..") == std::string::npos && !zone->starts_with('/');
    if (!plain || !std::filesystem::is_regular_file("/usr/share/zoneinfo/" + *zone, ignored))
      table.fault(
          "time_zone",
          "\"" + *zone + "\" is not a known time zone; write for example \"Asia/Shanghai\" (needs the package tzdata)");
  }
  table.finish();
}

void ConfigReader::read_storage(TomlTable table) {
  for (const auto* key : {"path", "keep"}) draft_.once(table, key);
  if (auto path = table.string("path")) {
    draft_.config().database = *path;
    if (!draft_.config().database.is_absolute()) table.fault("path", "must be an absolute path");
  }
  // At least a month: reports look back a week, and messages of a suspended sink may wait longer than that.
  if (auto keep = table.string("keep"); keep && *keep != "forever") {
    const auto length = parse_duration(*keep);
    if (length && *length >= kShortestKeep)
      draft_.config().keep = length;
    else
      table.fault("keep", "\"" + *keep +
                              "\" is neither \"forever\" nor a duration of at least 30d; write for example \"400d\"");
  }
  table.finish();
}

void ConfigReader::read_network(TomlTable table) {
  for (const auto* key : {"proxy", "proxy_auth_file", "ca_file"}) draft_.once(table, key);
  NetworkKeys keys = read_network_keys(table, draft_);
  table.finish();
  if (keys.proxy) network_.proxy = std::move(keys.proxy);
  if (keys.ca_file) network_.ca_file = std::move(keys.ca_file);
  if (keys.proxy_auth_file) {
    network_.proxy_auth_file = std::move(keys.proxy_auth_file);
    network_.auth_at = keys.auth_at;
    network_.title = keys.title;
  }
  if (!keys.no_proxy) return;
  if (!network_.no_proxy) network_.no_proxy.emplace();
  network_.no_proxy->insert(network_.no_proxy->end(), keys.no_proxy->begin(), keys.no_proxy->end());
}

void ConfigReader::read_polling(TomlTable table) {
  for (const auto* key : {"interval", "timeout", "concurrency", "fail_after", "gone_after"}) draft_.once(table, key);
  Config& config = draft_.config();
  if (auto interval = table.duration("interval", 1s))
    config.interval = std::chrono::duration_cast<std::chrono::seconds>(*interval);
  if (auto timeout = table.duration("timeout", 100ms)) config.timeout = *timeout;
  const auto count = [&](std::string_view key, std::int64_t most, unsigned& into) {
    if (auto value = table.integer(key, 1, most)) into = static_cast<unsigned>(*value);
  };
  count("concurrency", 1024, config.concurrency);
  count("fail_after", 1000, config.fail_after);
  count("gone_after", 1000, config.gone_after);
  table.finish();
}

void ConfigReader::read_coverage(TomlTable table) {
  // The first list replaces the default, those of later files extend it.
  const auto take = [&](std::string_view written, std::string_view key, std::vector<std::string>& into) {
    const auto values = table.strings(written);
    if (!values) return;
    if (draft_.is_first(table, key)) into.clear();
    into.insert(into.end(), values->begin(), values->end());
  };
  constexpr std::string_view kFormer = "told_by";
  constexpr std::string_view kChannels = "notify_channels";
  if (table.has(kFormer) && table.has(kChannels))
    table.fault(kFormer, "is the former name of notify_channels, which is set, too; remove told_by");
  else if (table.has(kFormer))
    draft_.warn(table.at(kFormer),
                "[coverage] told_by: is named notify_channels now; the next version refuses the former name");
  if (table.has(kFormer)) take(kFormer, kChannels, draft_.config().notify_channels);
  take(kChannels, kChannels, draft_.config().notify_channels);
  take("failure_events", "failure_events", draft_.config().failure_events);
  table.finish();
}

void ConfigReader::read_heartbeat(TomlTable table) {
  for (const auto* key : {"url_file", "every"}) draft_.once(table, key);
  HeartbeatConfig& heartbeat = draft_.config().heartbeat;
  const auto judge = [](const std::string& text) { return fault_of_url(text, false); };
  const auto file = draft_.secret_file(table, "url_file", "", judge);
  if (!file.empty()) heartbeat.url_file = file;
  if (auto every = table.duration("every", 1s)) {
    heartbeat.every = *every;
    heartbeat_at_ = table.at("every");
  }
  named_heartbeat_ = named_heartbeat_ || table.has("url_file");
  table.finish();
}

void ConfigReader::finish() {
  draft_.config().network = merged({}, network_, draft_);
  accounts_.finish(network_);
  resources_.finish();
  discovers_.finish();
  if (!resources_.any() && draft_.config().discovers.empty())
    draft_.fault({draft_.config().file.string()},
                 "no [[discover]] and no [[resource]]: there is nothing to watch; add one");
  sinks_.finish(network_);
  if (heartbeat_at_ && !named_heartbeat_)
    draft_.fault(*heartbeat_at_, "[heartbeat]: url_file is missing: the file with the address to request");
  draft_.check_files();
}

}  // namespace noticed
