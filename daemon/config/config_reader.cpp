#include "daemon/config/config_reader.h"

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <set>

#include "daemon/config/duration.h"
#include "daemon/config/endpoint.h"
#include "pollers/credential.h"

namespace noticed {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// Where a `*_file` lies: absolute as given, else in credentials/ beside the configuration, else in
/// $CREDENTIALS_DIRECTORY. A file found nowhere keeps the first place, which is what messages then name.
fs::path locate_credential(const fs::path& config_file, const std::string& name) {
  const fs::path given{name};
  if (given.is_absolute()) return given;
  const fs::path beside = config_file.parent_path() / "credentials" / given;
  std::error_code ignored;
  if (fs::exists(beside, ignored)) return beside;
  if (const char* directory = std::getenv("CREDENTIALS_DIRECTORY"); directory != nullptr) {
    const fs::path passed = fs::path{directory} / given;
    if (fs::exists(passed, ignored)) return passed;
  }
  return beside;
}

}  // namespace

void ConfigReader::once(TomlTable& table, std::string_view key) {
  if (!table.has(key)) return;
  const Location here = table.at(key);
  const std::string name = table.title() + " " + std::string(key);
  const auto [before, is_new] = set_.emplace(name, here);
  if (is_new) return;
  fault(here, name + ": is set already at " + before->second.file + ":" + std::to_string(before->second.line));
}

std::filesystem::path ConfigReader::credential(TomlTable& table, std::string_view key) {
  const auto name = table.string(key);
  const bool odd =
      name && std::any_of(name->begin(), name->end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
  if (name && (odd || name->size() > 128 || name->find("://") != std::string::npos)) {
    // Never repeated: it would stand in the journal.
    table.fault(key, "must name a file; this looks like the address or the secret itself");
    return {};
  }
  return name ? locate_credential(config_.file, *name) : std::filesystem::path{};
}

bool ConfigReader::check_url(TomlTable& table, std::string_view key, const std::string& url, bool plain) {
  if (const auto wrong = fault_of_url(url, plain); !wrong.empty()) {
    table.fault(key, wrong);
    return false;
  }
  return true;
}

void ConfigReader::read(const toml::table& root, const std::string& file) {
  TomlTable top(root, "the file", file, result_.faults);
  const auto one = [&](std::string_view key, auto reader) {
    if (auto inner = top.table(key))
      (this->*reader)(TomlTable(inner->raw(), "[" + std::string(key) + "]", file, result_.faults));
  };
  const auto each = [&](std::string_view key, auto reader) {
    const auto* node = top.take(key);
    if (node == nullptr) return;
    const auto* array = node->as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) {
      top.fault(key, "write it as [[" + std::string(key) + "]]");
      return;
    }
    for (const auto& item : *array)
      (this->*reader)(TomlTable(*item.as_table(), "[[" + std::string(key) + "]]", file, result_.faults));
  };
  one("daemon", &ConfigReader::read_daemon);
  one("storage", &ConfigReader::read_storage);
  one("network", &ConfigReader::read_network);
  one("polling", &ConfigReader::read_polling);
  one("coverage", &ConfigReader::read_coverage);
  each("account", &ConfigReader::read_account);
  each("resource", &ConfigReader::read_resource);
  each("destination", &ConfigReader::read_destination);
  each("sink", &ConfigReader::read_sink);
  top.later({"heartbeat", "discover"});
  top.finish();
}

void ConfigReader::read_daemon(TomlTable table) {
  for (const auto* key : {"log_level", "log_format", "time_zone"}) once(table, key);
  if (auto level = table.word("log_level", {"trace", "debug", "info", "warn", "error"})) config_.log_level = *level;
  if (auto format = table.word("log_format", {"text", "json"}, {"journal"}))
    config_.log_format = *format == "json" ? LogFormat::json : LogFormat::text;
  if (auto zone = table.string("time_zone")) {
    config_.time_zone = *zone;
    std::error_code ignored;
    const bool plain = zone->find("..") == std::string::npos && !zone->starts_with('/');
    if (!plain || !std::filesystem::is_regular_file("/usr/share/zoneinfo/" + *zone, ignored))
      table.fault("time_zone",
                  "\"" + *zone + "\" is no time zone known here; write for example \"Asia/Shanghai\" (package tzdata)");
  }
  table.later({"listen", "status_page"});
  table.finish();
}

void ConfigReader::read_storage(TomlTable table) {
  for (const auto* key : {"path", "keep"}) once(table, key);
  if (auto path = table.string("path")) {
    config_.database = *path;
    if (!config_.database.is_absolute()) table.fault("path", "must be absolute");
  }
  table.word("keep", {"forever"});
  table.finish();
}

void ConfigReader::read_network(TomlTable table) {
  once(table, "ca_file");
  if (auto file = table.string("ca_file")) {
    config_.ca_file = *file;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(config_.ca_file, ignored))
      table.fault("ca_file", config_.ca_file.string() + " is not there");
  }
  table.later({"proxy", "proxy_auth_file", "no_proxy"});
  table.finish();
}

void ConfigReader::read_polling(TomlTable table) {
  for (const auto* key : {"interval", "timeout", "concurrency"}) once(table, key);
  if (auto interval = table.duration("interval", 1s))
    config_.interval = std::chrono::duration_cast<std::chrono::seconds>(*interval);
  if (auto timeout = table.duration("timeout", 100ms)) config_.timeout = *timeout;
  if (auto most = table.integer("concurrency", 1, 1024)) config_.concurrency = static_cast<unsigned>(*most);
  table.later({"fail_after", "gone_after"});
  table.finish();
}

void ConfigReader::read_coverage(TomlTable table) {
  // The first list replaces the default, those of later files are added.
  const auto take = [&](std::string_view key, std::vector<std::string>& into) {
    const auto values = table.strings(key);
    if (!values) return;
    if (set_.emplace("[coverage] " + std::string(key), table.at(key)).second) into.clear();
    into.insert(into.end(), values->begin(), values->end());
  };
  take("told_by", config_.told_by);
  take("failure_events", config_.failure_events);
  table.finish();
}

void ConfigReader::read_account(TomlTable table) {
  AccountConfig account;
  account.at = table.at();
  if (auto region = table.string("region"))
    account.region = *region;
  else if (!table.has("region"))
    table.fault("", "region is missing, for example region = \"ap-southeast-3\"");
  account.name = table.string("name").value_or(account.region);
  if (!table.word("auth", {"token"}, {"aksk", "agency", "iam"}) && !table.has("auth"))
    table.fault("", "auth is missing; in this version: auth = \"token\" with token_file = \"…\"");
  account.token_file = credential(table, "token_file");
  if (!table.has("token_file")) table.fault("", "token_file is missing: the file that holds the IAM token");
  read_endpoints(table, account);
  table.later({"rate_limit", "access_key_file", "secret_key_file", "security_token_file", "project_id", "user",
               "domain", "project", "password_file", "proxy", "proxy_auth_file", "no_proxy", "ca_file"});
  table.finish();
  config_.accounts.push_back(std::move(account));
}

void ConfigReader::read_endpoints(TomlTable& table, AccountConfig& account) {
  for (const auto service : {Service::build, Service::pipeline, Service::check, Service::repo})
    if (auto host = documented_endpoint(service, account.region)) account.endpoints[service] = *host;
  auto given = table.table("endpoints");
  if (!given) return;
  for (const auto service : {Service::build, Service::pipeline, Service::check, Service::repo}) {
    const auto key = to_text(service);
    auto url = given->string(key);
    if (!url || !check_url(*given, key, *url, false)) continue;
    while (url->ends_with('/')) url->pop_back();
    if (url->find_first_of("/?#", url->find("://") + 3) != std::string::npos) {
      given->fault(key, "must be scheme, host and port alone, without a path");
      continue;
    }
    account.endpoints[service] = *url;
  }
  given->later({"project", "iam"});
  given->finish();
}

void ConfigReader::check_id(TomlTable& table, const ResourceConfig& resource) {
  static const std::regex kHex32("[0-9a-z]{32}");
  static const std::regex kNumber("[1-9][0-9]{0,9}");
  static const std::regex kTask("[0-9A-Za-z_-]{1,128}");
  const bool is_hex = resource.service == Service::build || resource.service == Service::pipeline;
  const auto& shape = is_hex ? kHex32 : resource.service == Service::repo ? kNumber : kTask;
  if (std::regex_match(resource.id, shape)) return;
  const char* wanted = is_hex                              ? "32 lower-case letters and digits"
                       : resource.service == Service::repo ? "the repository's number, not its uuid"
                                                           : "1 to 128 letters and digits";
  table.fault("id", "\"" + resource.id + "\" is no " + std::string(to_text(resource.service)) + " id; it is " + wanted);
}

SectionMask ConfigReader::read_channels(TomlTable& table, Service service) {
  const auto names = sections_of(service);
  const auto all = static_cast<SectionMask>((1U << names.size()) - 1);
  const auto channels = table.strings("channels");
  if (!channels) return all;
  if (names.size() == 1) {
    table.fault("channels", "only pipelines and repositories can be polled by channel");
    return all;
  }
  SectionMask mask = bit(0);  // the status call says whether a channel is on at all
  for (const auto& channel : *channels) {
    const auto index = section_index(service, channel);
    if (index && *index != 0)
      mask = static_cast<SectionMask>(mask | bit(*index));
    else
      table.fault("channels", "\"" + channel + "\" is no channel of a " + std::string(to_text(service)));
  }
  return mask;
}

void ConfigReader::read_resource(TomlTable table) {
  resource_seen_ = true;
  ResourceConfig resource;
  resource.at = table.at();
  resource.account = table.string("account").value_or("");
  const auto service = table.word("service", {"build", "pipeline", "check", "repo"});
  if (!service && !table.has("service")) table.fault("", "service is missing: build, pipeline, check or repo");
  resource.service = service ? *service_from(*service) : Service::build;
  if (auto id = table.string("id")) {
    resource.id = *id;
    if (service) check_id(table, resource);
  } else if (!table.has("id")) {
    table.fault("", "id is missing");
  }
  resource.project_id = table.string("project_id").value_or("");
  if (resource.service == Service::pipeline && resource.project_id.empty())
    table.fault("", "a pipeline needs project_id, the CodeArts project it belongs to");
  static const std::regex kProject("[0-9A-Za-z_-]{0,128}");
  if (!std::regex_match(resource.project_id, kProject))
    table.fault("project_id", "is no project id; it is 1 to 128 letters and digits");
  resource.name = table.string("name").value_or("");
  const auto interval = table.duration("interval", 1s);
  resource.interval = std::chrono::duration_cast<std::chrono::seconds>(interval.value_or(0ms));
  resource.sections = read_channels(table, resource.service);
  resource.labels = table.string_map("labels").value_or(std::map<std::string, std::string>{});
  table.finish();
  if (service && !resource.id.empty()) config_.resources.push_back(std::move(resource));
}

void ConfigReader::read_destination(TomlTable table) {
  DestinationConfig destination;
  destination.at = table.at();
  destination.name = table.string("name").value_or("");
  if (destination.name.empty()) table.fault("", "name is missing: what messages shall call this address");
  destination.url_file = credential(table, "url_file");
  if (!table.has("url_file")) table.fault("", "url_file is missing: the file that holds the webhook address");
  table.finish();
  config_.destinations.push_back(std::move(destination));
}

void ConfigReader::read_sink(TomlTable table) {
  SinkConfig sink;
  sink.at = table.at();
  const auto type =
      table.word("type", {"webhook"}, {"slack", "mattermost", "dingtalk", "feishu", "wecom", "teams", "discord"});
  if (!type && !table.has("type")) table.fault("", "type is missing; in this version: type = \"webhook\"");
  sink.type = type.value_or("");
  sink.name = table.string("name").value_or(sink.type);
  sink.allow_plain = table.boolean("allow_plain").value_or(false);
  if (auto url = table.string("url")) {
    sink.url = *url;
    if (check_url(table, "url", *url, sink.allow_plain) && carries_token(*url))
      warn(table.at("url"), "[[sink]] url: seems to carry a token; put it into a file and name that by url_file");
  }
  sink.url_file = credential(table, "url_file");
  if (table.has("url") == table.has("url_file")) table.fault("", "needs either url_file or url");
  sink.secret_file = credential(table, "secret_file");
  sink.route.sink = sink.name;
  if (auto least = table.word("min_severity", {"info", "warning", "critical"}))
    sink.route.min_severity = severity_from(*least);
  read_match(table, sink.route);
  if (auto age = table.duration("max_age", 1s)) sink.max_age = std::chrono::duration_cast<std::chrono::seconds>(*age);
  table.later({"group_wait", "group_max", "mention", "language", "report", "keyword"});
  table.finish();
  config_.sinks.push_back(std::move(sink));
}

void ConfigReader::read_match(TomlTable& table, Route& route) {
  auto match = table.table("match");
  if (!match) return;
  const auto take = [&](std::string_view key, std::vector<std::string>& into) {
    if (auto values = match->strings(key)) into = *values;
  };
  take("account", route.accounts);
  take("service", route.services);
  take("name", route.names);
  take("project", route.projects);
  take("type", route.types);
  take("effect", route.effects);
  if (auto severities = match->string("severity")) {
    if (*severities != "info" && *severities != "warning" && *severities != "critical")
      match->fault("severity", "must be \"info\", \"warning\" or \"critical\"");
    else
      route.min_severity = std::max(route.min_severity, severity_from(*severities));
  }
  if (auto labels = match->table("label")) {
    for (const auto& [key, value] : labels->raw())
      if (auto wanted = labels->strings(key.str())) route.labels[std::string(key.str())] = *wanted;
  }
  for (const auto& name : route.services)
    if (!service_from(name)) match->fault("service", "\"" + name + "\" is no service: build, pipeline, check or repo");
  match->finish();
}

void ConfigReader::finish() {
  finish_accounts();
  finish_resources();
  finish_sinks();
}

void ConfigReader::finish_accounts() {
  if (config_.accounts.empty()) fault({config_.file.string()}, "no [[account]]: whom shall noticed sign in as?");
  constexpr std::size_t kMostAccounts = 255;
  if (config_.accounts.size() > kMostAccounts)
    fault(config_.accounts[kMostAccounts].at, "[[account]]: at most 255 accounts can be watched by one daemon");
  std::set<std::string> names;
  for (const auto& account : config_.accounts) {
    if (!names.insert(account.name).second)
      fault(account.at, "[[account]]: \"" + account.name + "\" is there twice; give each a name of its own");
    if (Credential token(account.token_file); !account.token_file.empty() && token.text() == nullptr)
      fault(account.at, "[[account]] token_file: " + token.error());
  }
}

void ConfigReader::finish_resources() {
  if (!resource_seen_) fault({config_.file.string()}, "no [[resource]]: there is nothing to watch");
  std::map<std::string, const AccountConfig*> accounts;
  for (const auto& account : config_.accounts) accounts.emplace(account.name, &account);
  std::set<std::string> seen;
  for (auto& resource : config_.resources) {
    if (resource.account.empty() && config_.accounts.size() == 1) resource.account = config_.accounts.front().name;
    if (resource.interval.count() == 0) resource.interval = config_.interval;
    const auto account = accounts.find(resource.account);
    if (account == accounts.end()) {
      fault(resource.at, resource.account.empty()
                             ? "[[resource]]: account is missing; there are several to choose from"
                             : "[[resource]] account: there is no [[account]] \"" + resource.account + "\"");
      continue;
    }
    const std::string key = resource.account + "\n" + std::string(to_text(resource.service)) + "/" + resource.id;
    if (!seen.insert(key).second)
      fault(resource.at, "[[resource]]: " + key.substr(key.find('\n') + 1) + " is there twice");
    if (!account->second->endpoints.contains(resource.service))
      fault(resource.at, "[[resource]]: no host of " + std::string(to_text(resource.service)) +
                             " is documented for region \"" + account->second->region +
                             "\"; name it in the account's endpoints");
  }
}

void ConfigReader::finish_sinks() {
  std::set<std::string> names;
  for (const auto& sink : config_.sinks) {
    if (!names.insert(sink.name).second)
      fault(sink.at, "[[sink]]: \"" + sink.name + "\" is there twice; give each a name of its own");
    if (!sink.url_file.empty()) {
      Credential url(sink.url_file);
      const auto* text = url.text();
      const std::string wrong = text == nullptr ? url.error() : fault_of_url(*text, sink.allow_plain);
      if (!wrong.empty())
        fault(sink.at, "[[sink]] url_file: " + (text == nullptr ? wrong : sink.url_file.string() + ": " + wrong));
    }
    if (Credential secret(sink.secret_file); !sink.secret_file.empty() && secret.text() == nullptr)
      fault(sink.at, "[[sink]] secret_file: " + secret.error());
  }
  for (const auto& destination : config_.destinations)
    if (Credential url(destination.url_file); !destination.url_file.empty() && url.text() == nullptr)
      fault(destination.at, "[[destination]] url_file: " + url.error());
  if (config_.sinks.empty())
    warn({config_.file.string()}, "no [[sink]]: changes will be told in the log and the database only");
}

}  // namespace noticed
