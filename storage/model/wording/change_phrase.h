// What a change of settings means, as the summary of its event states it after the resource's name.
#pragma once

#include <string>
#include <vector>

#include "storage/model/wording/parsed_change.h"
#include "storage/model/wording/terms.h"

namespace noticed {

/// "no visible notification left for failed builds", else the gravest change and how many more there are. It claims
/// what can be seen, no more: levels that the API hides may still notify somebody. Empty without changes.
std::string change_phrase(Language language, const std::vector<ParsedChange>& changes,
                          const std::vector<ParsedShift>& shifts, const Destinations& destinations);

/// Who is still notified of an event: "email, in-app inbox"; "in-app inbox only", "no visible channel" if none of the
/// channels that count is known to be on.
std::string still_notified(Language language, const ParsedShift& shift);

/// "Project-level settings are not visible to noticed."
std::string hidden_levels(Language language, std::string_view service);

}  // namespace noticed
