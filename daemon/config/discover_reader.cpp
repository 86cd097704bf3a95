#include "daemon/config/discover_reader.h"

#include <algorithm>

#include "storage/model/join.h"

namespace noticed {

using namespace std::chrono_literals;

namespace {

SectionMask& mask_of(DiscoverRule& rule, Service service) { return rule.sections[index_of(service)]; }

/// A list that must not be empty: that would silently watch nothing.
void read_globs(TomlTable& table, std::string_view key, std::vector<std::string>& into) {
  const auto globs = table.strings(key);
  if (!globs) return;
  into = *globs;
  if (globs->empty()) table.fault(key, "is empty, so nothing would be discovered; write [\"*\"] for all");
}

/// Selects every section of the wanted services; returns whether the rule names services.
bool read_services(TomlTable& table, DiscoverRule& rule) {
  const auto words = table.strings("services");
  const auto want = [&](Service service) { mask_of(rule, service) = all_sections(service); };
  if (!words) {
    for (const Service service : all_services()) want(service);
    return false;
  }
  if (words->empty()) table.fault("services", "is empty, so nothing would be discovered; remove it for all services");
  for (const auto& word : *words) {
    if (const auto service = service_from(word))
      want(*service);
    else
      table.fault("services", "\"" + word + "\" is not a service; choose " + service_list());
  }
  return true;
}

/// Keeps the status and the named channels; a channel that only one of the two services has applies to that one.
void read_channels(TomlTable& table, DiscoverRule& rule) {
  const auto channels = table.strings("channels");
  if (!channels) return;
  std::vector<Service> wanted;
  for (const auto service : all_services())
    if (has_channels(service) && rule.wants(service)) wanted.push_back(service);
  if (wanted.empty()) return table.fault("channels", "only " + resources_with_channels() + " can be polled by channel");
  for (const auto service : wanted) mask_of(rule, service) = bit(0);
  for (const auto& channel : *channels) {
    bool known = false;
    for (const auto service : wanted) {
      const auto index = section_index(service, channel);
      if (!index || *index == 0) continue;
      known = true;
      mask_of(rule, service) = static_cast<SectionMask>(mask_of(rule, service) | bit(*index));
    }
    if (known) continue;
    std::vector<std::string_view> whose;
    for (const auto service : wanted) whose.push_back(info_of(service).words.many);
    table.fault("channels", "\"" + channel + "\" is not a channel of " + joined(whose, " and "));
  }
}

}  // namespace

void DiscoverReader::read(TomlTable table) {
  DiscoverConfig discover;
  discover.at = table.at();
  DiscoverRule& rule = discover.rule;
  rule.account = table.string("account").value_or("");
  read_globs(table, "projects", rule.projects);
  read_globs(table, "include", rule.include);
  rule.exclude = table.strings("exclude").value_or(std::vector<std::string>{});
  const bool named = read_services(table, rule);
  read_channels(table, rule);
  if (auto every = table.duration("every", 1min)) rule.every = std::chrono::duration_cast<std::chrono::seconds>(*every);
  const auto interval = table.duration("interval", 1s);
  rule.interval = std::chrono::duration_cast<std::chrono::seconds>(interval.value_or(0ms));
  rule.labels = table.string_map("labels").value_or(std::map<std::string, std::string>{});
  table.finish();
  named_.push_back(named);
  draft_.config().discovers.push_back(std::move(discover));
}

void DiscoverReader::check_hosts(DiscoverConfig& discover, const AccountConfig& account, bool named) {
  const std::string region = " is documented for region \"" + account.region + "\"";
  const std::string remedy = "set it in the account's endpoints";
  if (account.project_endpoint.empty())
    draft_.fault(discover.at, "[[discover]]: no host that lists projects" + region + "; " + remedy + " as project");
  for (const auto service : all_services()) {
    if (!discover.rule.wants(service) || account.endpoints.contains(service)) continue;
    const std::string word(to_text(service));
    if (named) {
      draft_.fault(discover.at, "[[discover]] services: no host of " + word + region + "; " + remedy);
      continue;
    }
    mask_of(discover.rule, service) = 0;
    draft_.warn(discover.at, "[[discover]]: " + word + " is not discovered: no host of it" + region + "; " + remedy +
                                 ", or list the services you want");
  }
}

void DiscoverReader::finish() {
  auto& discovers = draft_.config().discovers;
  for (std::size_t i = 0; i < discovers.size(); ++i) {
    DiscoverRule& rule = discovers[i].rule;
    if (rule.interval.count() == 0) rule.interval = draft_.config().interval;
    if (const auto* account = draft_.account_of(rule.account, discovers[i].at, "[[discover]]"))
      check_hosts(discovers[i], *account, named_[i]);
  }
}

}  // namespace noticed
