#include "daemon/config/sink_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "daemon/config/duration.h"
#include "daemon/config/report_time.h"
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
    if (!service_from(name)) match->fault("service", "\"" + name + "\" is not a service; choose " + service_list());
  match->finish();
}

void read_keyword(TomlTable& table, const SinkType& type, SinkConfig& sink) {
  const auto keyword = table.string("keyword");
  if (!keyword) return;
  if (!type.takes_keyword)
    table.fault("keyword", "only dingtalk and feishu can require a word in every message; remove it");
  else if (const auto wrong = fault_of_keyword(*keyword); !wrong.empty())
    table.fault("keyword", wrong);
  else
    sink.keyword = *keyword;
}

void read_grouping(TomlTable& table, SinkConfig& sink) {
  if (auto wait = table.duration("group_wait", 0ms)) sink.group_wait = *wait;
  if (auto most = table.duration("group_max", 0ms)) sink.group_max = *most;
  if (sink.group_max >= sink.group_wait) return;
  if (table.has("group_max"))
    table.fault("group_max", "must not be less than group_wait, which is " + to_text(sink.group_wait));
  else
    table.fault("group_wait", "must not be more than group_max, which is " + to_text(sink.group_max) + " by default");
}

void read_mentions(TomlTable& table, const SinkType& type, SinkConfig& sink) {
  auto mention = table.table("mention");
  if (!mention) return;
  for (const auto severity : {Severity::info, Severity::warning, Severity::critical}) {
    const auto names = mention->strings(to_text(severity));
    if (!names) continue;
    sink.mentions[severity] = *names;
    for (const auto& name : *names)
      if (const auto wrong = fault_of_mention(type, name); !wrong.empty())
        mention->fault(to_text(severity), "\"" + name + "\": " + wrong);
  }
  mention->finish();
}

}  // namespace

void SinkReader::read_destination(TomlTable table) {
  DestinationConfig destination;
  destination.at = table.at();
  destination.name = table.string("name").value_or("");
  if (destination.name.empty()) table.fault("", "name is missing: what messages call this address");
  const auto judge = [](const std::string& text) { return fault_of_url(text, true); };
  destination.url_file = draft_.secret_file(table, "url_file", "", judge);
  if (!table.has("url_file")) table.fault("", "url_file is missing: the file with the webhook address");
  table.finish();
  draft_.config().destinations.push_back(std::move(destination));
}

void SinkReader::read(TomlTable table) {
  SinkConfig sink;
  sink.at = table.at();
  std::vector<std::string_view> names;
  for (const SinkType* type : types_) names.push_back(type->name);
  sink.type = table.word("type", names).value_or("");
  if (!table.has("type")) table.fault("", "type is missing; choose one of: " + names_of(types_));
  const SinkType* type = find_type(types_, sink.type);
  sink.name = table.string("name").value_or(sink.type);
  read_address(table, type, sink);
  read_secret(table, type, sink);
  sink.route.sink = sink.name;
  if (auto least = table.word("min_severity", {"info", "warning", "critical"}))
    sink.route.min_severity = severity_from(*least);
  read_match(table, sink.route);
  if (auto age = table.duration("max_age", 1s)) sink.max_age = std::chrono::duration_cast<std::chrono::seconds>(*age);
  networks_.push_back(read_network_keys(table, draft_));
  read_chat(table, type, sink);
  table.finish();
  draft_.config().sinks.push_back(std::move(sink));
}

void SinkReader::read_address(TomlTable& table, const SinkType* type, SinkConfig& sink) {
  sink.allow_plain = table.boolean("allow_plain").value_or(false);
  if (auto url = table.string("url")) {
    sink.url = *url;
    if (const auto wrong = fault_of_sink_url(type, *url, sink.allow_plain); !wrong.empty())
      table.fault("url", wrong);
    else if (carries_token(*url))
      draft_.warn(table.at("url"),
                  "[[sink]] url: seems to contain a token; put the address into a file and set url_file to it");
  }
  const auto judge = [type, plain = sink.allow_plain](const std::string& text) {
    return fault_of_sink_url(type, text, plain);
  };
  sink.url_file = draft_.secret_file(table, "url_file", "", judge);
  if (table.has("url") == table.has("url_file")) table.fault("", "needs either url_file or url");
}

void SinkReader::read_secret(TomlTable& table, const SinkType* type, SinkConfig& sink) {
  const auto by = [](SinkType::Rule rule) {
    return [rule](const std::string& text) { return rule == nullptr ? std::string() : rule(text); };
  };
  sink.secret_file = draft_.secret_file(table, "secret_file", "", by(type == nullptr ? nullptr : type->fault_of_secret),
                                        by(type == nullptr ? nullptr : type->doubt_of_secret));
  if (type != nullptr && type->secret_hint.empty() && table.has("secret_file"))
    table.fault("secret_file",
                "messages of type \"" + sink.type + "\" are not signed, the address is the secret; remove it");
}

void SinkReader::read_chat(TomlTable& table, const SinkType* type, SinkConfig& sink) {
  constexpr std::array<std::string_view, 6> kKeys{"keyword", "group_wait", "group_max",
                                                  "mention", "language",   "report"};
  if (type == nullptr || !type->chat) {
    for (const auto key : kKeys)
      if (table.take(key) != nullptr && type != nullptr)
        table.fault(key, "is not for type = \"" + sink.type + "\", which sends each event by itself; remove it");
    return;
  }
  read_keyword(table, *type, sink);
  read_grouping(table, sink);
  read_mentions(table, *type, sink);
  if (auto language = table.word("language", {"en", "zh"}))
    sink.language = *language == "zh" ? Language::zh : Language::en;
  if (auto text = table.string("report")) {
    sink.report = parse_report_time(*text);
    if (!sink.report)
      table.fault("report", "\"" + *text +
                                "\" is not a report time; write \"09:00\" for every day, \"mon 09:00\" for every week");
  }
}

void SinkReader::finish(const NetworkKeys& general) {
  auto& sinks = draft_.config().sinks;
  std::set<std::string> names;
  for (std::size_t i = 0; i < sinks.size(); ++i) {
    sinks[i].network = merged(general, networks_[i], draft_);
    if (!names.insert(sinks[i].name).second)
      draft_.fault(sinks[i].at, "[[sink]]: \"" + sinks[i].name + "\" is used twice as a name; give each sink its own");
  }
  if (sinks.empty())
    draft_.warn({draft_.config().file.string()}, "no [[sink]]: changes are recorded in the log and the database only");
}

}  // namespace noticed
