// The services, one line each. No self-registration: a linker drops objects that nothing refers to.
#include "pollers/codearts/service_table.h"

#include <array>

namespace noticed {

using codearts::CodeArtsService;

// Each is defined in the file of that name.
extern const CodeArtsService kBuildService, kPipelineService, kCheckService, kRepoService;

namespace {

constexpr std::array kEntries{
    &kBuildService,
    &kPipelineService,
    &kCheckService,
    &kRepoService,
};
static_assert(kEntries.size() <= kMostServices);

constexpr auto kInfos = [] {
  std::array<const ServiceInfo*, kEntries.size()> infos{};
  for (std::size_t i = 0; i < infos.size(); ++i) infos[i] = &kEntries[i]->info;
  return infos;
}();

}  // namespace

std::span<const ServiceInfo* const> services() { return kInfos; }

const CodeArtsService& codearts::entry_of(Service service) { return *kEntries.at(index_of(service)); }

const Poller& poller_for(Service service) { return codearts::entry_of(service).poller; }

}  // namespace noticed
