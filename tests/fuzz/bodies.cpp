// Bodies of events, as the database holds them and maybe another version wrote them: chats tell what they can of them.
#include <nlohmann/json.hpp>

#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "fuzz/told_everywhere.h"

namespace noticed::fuzz {

void tell_bodies(std::string_view input) {
  constexpr std::size_t kMost = 30;
  std::vector<DueDelivery> events;
  for (const std::string_view line : pieces(input, "\n")) {
    if (line.empty() || events.size() == kMost) continue;
    const auto json = nlohmann::json::parse(line, nullptr, false);
    const auto type = json.is_object() ? json.find("type") : json.end();
    const bool known = json.is_object() && type != json.end() && type->is_string();
    const auto seq = static_cast<std::int64_t>(events.size()) + 1;
    events.push_back(waiting(seq, known ? type->get<std::string>() : "noticed.settings.changed",
                             static_cast<Severity>(seq % 3), std::string(line)));
  }
  tell_everywhere(events);
}

}  // namespace noticed::fuzz
