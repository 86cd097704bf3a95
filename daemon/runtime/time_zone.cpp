#include "daemon/runtime/time_zone.h"

#include <cstdlib>
#include <ctime>

namespace noticed {
namespace {

std::string zone_at_start() {
  const char* named = std::getenv("TZ");
  return named == nullptr ? ":/etc/localtime" : named;
}

}  // namespace

void use_time_zone(const std::string& zone) {
  static const std::string kAtStart = zone_at_start();
  // Set, never unset: the C library then only replaces the value and keeps the old one, so that a thread that reads the
  // environment meanwhile (the resolver's) is safe.
  ::setenv("TZ", zone.empty() ? kAtStart.c_str() : zone.c_str(), 1);
  ::tzset();
}

}  // namespace noticed
