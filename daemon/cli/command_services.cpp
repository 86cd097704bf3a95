#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/service.h"

namespace noticed {
namespace {

int run_services(const CommandLine&) {
  for (const ServiceInfo* service : services())
    std::cout << service->word << "  " << service->sections.size() << " sections\n";
  return kExitGood;
}

void declare_services(CommandOptions&) {}

}  // namespace

extern constinit const Command kServicesCommand{"services", "List the services that can be watched", declare_services,
                                                run_services};

}  // namespace noticed
