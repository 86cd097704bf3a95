// Compares a complete listing with the stored resources: found, renamed, moved, missed. Inside the caller's
// transaction.
#pragma once

#include <span>
#include <string>

#include "storage/model/store_results.h"
#include "storage/write/event_log.h"
#include "storage/write/rules.h"

namespace noticed {

/// See Store::apply_projects. The events stay with the event writer.
ListingResult take_projects(EventWriter& writer, const Rules& rules, const std::string& account,
                            std::span<const ProjectInfo> projects);

/// See Store::apply_listing. The events stay with the event writer.
ListingResult take_listing(EventWriter& writer, const Rules& rules, const Listing& listing);

}  // namespace noticed
