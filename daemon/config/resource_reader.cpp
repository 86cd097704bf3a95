#include "daemon/config/resource_reader.h"

#include <regex>
#include <set>

namespace noticed {

using namespace std::chrono_literals;

namespace {

void check_id(TomlTable& table, const ResourceConfig& resource) {
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

SectionMask read_channels(TomlTable& table, Service service) {
  const auto names = sections_of(service);
  const auto all = static_cast<SectionMask>((1U << names.size()) - 1);
  const auto channels = table.strings("channels");
  if (!channels) return all;
  if (names.size() == 1) {
    table.fault("channels", "only pipelines and repositories can be polled by channel");
    return all;
  }
  SectionMask mask = bit(0);  // the status request tells whether a channel is on at all
  for (const auto& channel : *channels) {
    const auto index = section_index(service, channel);
    if (index && *index != 0)
      mask = static_cast<SectionMask>(mask | bit(*index));
    else
      table.fault("channels", "\"" + channel + "\" is no channel of a " + std::string(to_text(service)));
  }
  return mask;
}

}  // namespace

void ResourceReader::read(TomlTable table) {
  any_ = true;
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
      draft_.fault(resource.at, "[[resource]]: " + key.substr(key.find('\n') + 1) + " is there twice");
    if (!account->endpoints.contains(resource.service))
      draft_.fault(resource.at, "[[resource]]: no host of " + std::string(to_text(resource.service)) +
                                    " is documented for region \"" + account->region +
                                    "\"; name it in the account's endpoints");
  }
}

}  // namespace noticed
