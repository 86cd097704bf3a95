#include "daemon/config/sink_reader.h"

#include <algorithm>
#include <set>

#include "daemon/config/url.h"

namespace noticed {

using namespace std::chrono_literals;

namespace {

void read_match(TomlTable& table, Route& route) {
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

}  // namespace

void SinkReader::read_destination(TomlTable table) {
  DestinationConfig destination;
  destination.at = table.at();
  destination.name = table.string("name").value_or("");
  if (destination.name.empty()) table.fault("", "name is missing: what messages shall call this address");
  const auto judge = [](const std::string& text) { return fault_of_url(text, true); };
  destination.url_file = draft_.secret_file(table, "url_file", "", judge);
  if (!table.has("url_file")) table.fault("", "url_file is missing: the file that holds the webhook address");
  table.finish();
  draft_.config().destinations.push_back(std::move(destination));
}

void SinkReader::read(TomlTable table) {
  SinkConfig sink;
  sink.at = table.at();
  const auto type =
      table.word("type", {"webhook"}, {"slack", "mattermost", "dingtalk", "feishu", "wecom", "teams", "discord"});
  if (!type && !table.has("type")) table.fault("", "type is missing; in this version: type = \"webhook\"");
  sink.type = type.value_or("");
  sink.name = table.string("name").value_or(sink.type);
  read_address(table, sink);
  sink.secret_file = draft_.secret_file(table, "secret_file");
  sink.route.sink = sink.name;
  if (auto least = table.word("min_severity", {"info", "warning", "critical"}))
    sink.route.min_severity = severity_from(*least);
  read_match(table, sink.route);
  if (auto age = table.duration("max_age", 1s)) sink.max_age = std::chrono::duration_cast<std::chrono::seconds>(*age);
  networks_.push_back(read_network_keys(table, draft_));
  table.later({"group_wait", "group_max", "mention", "language", "report", "keyword"});
  table.finish();
  draft_.config().sinks.push_back(std::move(sink));
}

void SinkReader::read_address(TomlTable& table, SinkConfig& sink) {
  sink.allow_plain = table.boolean("allow_plain").value_or(false);
  if (auto url = table.string("url")) {
    sink.url = *url;
    if (draft_.check_url(table, "url", *url, sink.allow_plain) && carries_token(*url))
      draft_.warn(table.at("url"),
                  "[[sink]] url: seems to carry a token; put it into a file and name that by url_file");
  }
  const auto judge = [plain = sink.allow_plain](const std::string& text) { return fault_of_url(text, plain); };
  sink.url_file = draft_.secret_file(table, "url_file", "", judge);
  if (table.has("url") == table.has("url_file")) table.fault("", "needs either url_file or url");
}

void SinkReader::finish(const NetworkKeys& general) {
  auto& sinks = draft_.config().sinks;
  std::set<std::string> names;
  for (std::size_t i = 0; i < sinks.size(); ++i) {
    sinks[i].network = merged(general, networks_[i], draft_);
    if (!names.insert(sinks[i].name).second)
      draft_.fault(sinks[i].at, "[[sink]]: \"" + sinks[i].name + "\" is there twice; give each a name of its own");
  }
  if (sinks.empty())
    draft_.warn({draft_.config().file.string()}, "no [[sink]]: changes will be told in the log and the database only");
}

}  // namespace noticed
