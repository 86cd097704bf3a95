// One line for people about an event, in either language, from the data of its body. The English one is stored with the
// event; chats show it as the title. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "storage/model/wording/terms.h"

namespace noticed {

/// `type` with or without "noticed.", `data` as documented at the event's struct; its "summary" is not read. Empty for
/// an unknown type and for data that cannot be read.
std::string summary_of(Language language, std::string_view type, const nlohmann::json& data,
                       const Destinations& destinations);

/// What several events of one type share, after "7 build jobs: ". Empty for types that are never grouped, and for
/// settings.changed, whose phrase depends on the changes.
std::string shared_summary_of(Language language, std::string_view type);

/// "server error (HTTP 503)": what the members "kind" and "detail" state.
std::string reason_of(Language language, const nlohmann::json& failure);

}  // namespace noticed
