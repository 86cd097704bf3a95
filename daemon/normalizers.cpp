#include "daemon/normalizers.h"

#include <nlohmann/json.hpp>

#include "pollers/poller.h"

namespace noticed {
namespace {

std::optional<Settings> normalize(const StoredAnswer& answer) {
  const Target target{answer.id, answer.project_id, static_cast<SectionMask>(1U << answer.section)};
  const Request request{answer.section, {}};
  try {
    const auto body = Redactor::restored(nlohmann::json::parse(answer.body));
    return poller_for(answer.service).normalize(target, request, body);
  } catch (const Malformed&) {
    return {};  // so is the next answer like it, which is told then
  } catch (const nlohmann::json::exception&) {
    return {};
  }
}

}  // namespace

Normalizers built_in_normalizers() {
  Normalizers all;
  for (const Service service : {Service::build, Service::pipeline, Service::check, Service::repo})
    all.versions[static_cast<std::size_t>(service)] = poller_for(service).version();
  all.normalize = normalize;
  return all;
}

}  // namespace noticed
