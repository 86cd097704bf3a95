// One entry per CodeArts service: its description, how its answers are read, how its resources are listed. Immutable.
#pragma once

#include "pollers/codearts/listing_page.h"
#include "pollers/poller.h"
#include "storage/model/service.h"

namespace noticed::codearts {

struct CodeArtsService {
  ServiceInfo info;
  const Poller& poller;
  const ListingForm& listing;
};

/// Throws std::out_of_range if there is no such service.
const CodeArtsService& entry_of(Service service);

}  // namespace noticed::codearts
