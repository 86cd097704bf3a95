#include "daemon/config/resource_reader.h"

#include <regex>
#include <set>

namespace noticed {

using namespace std::chrono_literals;

namespace {

void check_id(TomlTable& table, const ResourceConfig& resource) {
  const ServiceInfo& service = info_of(resource.service);
  if (has_form(resource.id, service.id)) return;
  table.fault("id", "\"" + resource.id + "\" is not a " + std::string(service.word) +
                        " id; expected: " + std::string(service.id_hint));
}

SectionMask read_channels(TomlTable& table, Service service) {
  const auto channels = table.strings("channels");
  if (!channels) return all_sections(service);
  if (!has_channels(service)) {
    table.fault("channels", "only " + resources_with_channels() + " can be polled by channel");
    return all_sections(service);
  }
  SectionMask mask = bit(0);  // the status request tells whether a channel is on at all
  for (const auto& channel : *channels) {
    const auto index = section_index(service, channel);
    if (index && *index != 0)
      mask = static_cast<SectionMask>(mask | bit(*index));
    else
      table.fault("channels", "\"" + channel + "\" is not a channel of a " + std::string(to_text(service)));
  }
  return mask;
}

}  // namespace

void ResourceReader::read(TomlTable table) {
  any_ = true;
  ResourceConfig resource;
  resource.at = table.at();
  resource.account = table.string("account").value_or("");
  std::vector<std::string_view> words;
  for (const ServiceInfo* info : services()) words.push_back(info->word);
  const auto service = table.word("service", words);
  if (!service && !table.has("service")) table.fault("", "service is missing: " + service_list());
  if (service) resource.service = *service_from(*service);
  if (auto id = table.string("id")) {
    resource.id = *id;
    if (service) check_id(table, resource);
  } else if (!table.has("id")) {
    table.fault("", "id is missing");
  }
  resource.project_id = table.string("project_id").value_or("");
  const ServiceInfo& info = info_of(resource.service);
  if (service && info.needs_project && resource.project_id.empty())
    table.fault("", "a " + std::string(info.words.one) + " needs project_id, the CodeArts project it belongs to");
  static const std::regex kProject("[0-9A-Za-z_-]{0,128}");
  if (!std::regex_match(resource.project_id, kProject))
    table.fault("project_id", "is not a project id; expected: 1 to 128 letters and digits");
  resource.name = table.string("name").value_or("");
  const auto interval = table.duration("interval", 1s);
  resource.interval = std::chrono::duration_cast<std::chrono::seconds>(interval.value_or(0ms));
  resource.sections = read_channels(table, resource.service);
  resource.labels = table.string_map("labels").value_or(std::map<std::string, std::string>{});
  table.finish();
  if (service && !resource.id.empty()) draft_.config().resources.push_back(std::move(resource));
}

void ResourceReader::finish() {
  std::set<std::string> seen;
  for (auto& resource : draft_.config().resources) {
    if (resource.interval.count() == 0) resource.interval = draft_.config().interval;
    const auto* account = draft_.account_of(resource.account, resource.at, "[[resource]]");
    if (account == nullptr) continue;
    const std::string key = resource.account + "\n" + std::string(to_text(resource.service)) + "/" + resource.id;
    if (!seen.insert(key).second)
      draft_.fault(resource.at,
                   "[[resource]]: " + key.substr(key.find('\n') + 1) + " is configured twice; remove one of them");
    if (!account->endpoints.contains(resource.service))
      draft_.fault(resource.at, "[[resource]]: no host of " + std::string(to_text(resource.service)) +
                                    " is documented for region \"" + account->region +
                                    "\"; set it in the account's endpoints");
  }
}

}  // namespace noticed
