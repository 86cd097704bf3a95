#include "storage/write/section_names.h"

#include <string>
#include <vector>

#include "storage/model/service.h"

namespace noticed {

void store_section_names(Connection& connection) {
  std::vector<std::string> unknown;
  {
    auto stored = connection.query("SELECT DISTINCT service FROM section_name");
    while (stored.step())
      if (!service_from(stored.view(0))) unknown.push_back(stored.text(0));
  }
  for (const std::string& service : unknown)
    if (connection.query("SELECT 1 FROM resource WHERE service = ? LIMIT 1").bind(service).step())
      stored_service(service);
  for (const Service service : all_services()) {
    const auto names = sections_of(service);
    for (std::size_t section = 0; section < names.size(); ++section)
      connection.query("INSERT OR REPLACE INTO section_name (service, section, name, operation) VALUES (?, ?, ?, ?)")
          .bind(to_text(service), section, names[section], operation_of(service, static_cast<SectionIndex>(section)))
          .run();
  }
}

}  // namespace noticed
