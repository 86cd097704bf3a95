#include "storage/model/service.h"

#include <algorithm>
#include <array>

namespace noticed {
namespace {

constexpr std::array<std::string_view, 4> kServiceNames{"build", "pipeline", "check", "repo"};
constexpr std::array<std::string_view, 1> kWhole{"*"};
constexpr std::array<std::string_view, 7> kPipeline{"status",   "system", "email",  "wecom",
                                                    "dingtalk", "feishu", "webhook"};
constexpr std::array<std::string_view, 6> kRepo{"status", "system", "email", "wecom", "feishu", "dingtalk"};

}  // namespace

std::string_view to_text(Service service) { return kServiceNames[static_cast<std::size_t>(service)]; }

std::optional<Service> service_from(std::string_view text) {
  const auto found = std::find(kServiceNames.begin(), kServiceNames.end(), text);
  if (found == kServiceNames.end()) return {};
  return static_cast<Service>(found - kServiceNames.begin());
}

std::span<const std::string_view> sections_of(Service service) {
  switch (service) {
    case Service::pipeline: return kPipeline;
    case Service::repo: return kRepo;
    case Service::build:
    case Service::check: break;
  }
  return kWhole;
}

std::optional<SectionIndex> section_index(Service service, std::string_view name) {
  const auto names = sections_of(service);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  return static_cast<SectionIndex>(found - names.begin());
}

SectionIndex section_of(Service service, const Path& path) {
  if (path.attribute.starts_with("switch.")) return 0;
  return section_index(service, path.channel).value_or(0);
}

}  // namespace noticed
