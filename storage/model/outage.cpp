#include "storage/model/outage.h"

namespace noticed {

std::string_view to_text(OutageScope scope) {
  switch (scope) {
    case OutageScope::account: return "account";
    case OutageScope::service: return "service";
    case OutageScope::network: return "network";
    case OutageScope::observation: return "observation";
  }
  return "network";
}

}  // namespace noticed
