#include "storage/model/cycle.h"

namespace noticed {

std::string_view to_text(FailureKind kind) {
  switch (kind) {
    case FailureKind::network: return "network";
    case FailureKind::timeout: return "timeout";
    case FailureKind::tls: return "tls";
    case FailureKind::auth: return "auth";
    case FailureKind::forbidden: return "forbidden";
    case FailureKind::missing: return "missing";
    case FailureKind::throttled: return "throttled";
    case FailureKind::server: return "server";
    case FailureKind::malformed: return "malformed";
    case FailureKind::too_large: return "too_large";
  }
  return "server";
}

std::string_view to_text(Standing standing) {
  switch (standing) {
    case Standing::unreachable: return "unreachable";
    case Standing::recovered: return "recovered";
    case Standing::gone: return "gone";
    case Standing::returned: return "returned";
  }
  return "unreachable";
}

}  // namespace noticed
