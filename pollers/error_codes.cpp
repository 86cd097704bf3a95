#include "pollers/error_codes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace noticed::codearts {
namespace {

using enum FailureKind;

/// One code; its prefix identifies the product.
struct CodeRow {
  std::string_view code;
  FailureKind kind;
  bool bad_request = false;
  bool maybe_gone = false;
};

// The gateway's codes, without their product's prefix (APIGW, APIG, APIC). Its own 404 means that this host does not
// publish the call: a configuration error, which must not be taken for a missing resource.
constexpr std::array kGateway{
    CodeRow{"0101", server},    CodeRow{"0103", server},    CodeRow{"0104", server},    CodeRow{"0105", server},
    CodeRow{"0106", server},    CodeRow{"0301", auth},      CodeRow{"0302", forbidden}, CodeRow{"0303", auth},
    CodeRow{"0304", forbidden}, CodeRow{"0305", auth},      CodeRow{"0306", forbidden}, CodeRow{"0307", auth},
    CodeRow{"0308", throttled}, CodeRow{"0310", forbidden}, CodeRow{"0311", auth},      CodeRow{"0401", forbidden},
    CodeRow{"0402", forbidden}, CodeRow{"0404", forbidden}, CodeRow{"0501", forbidden}, CodeRow{"0502", forbidden},
    CodeRow{"0601", server},    CodeRow{"0605", server},    CodeRow{"0606", server},    CodeRow{"0608", server},
    CodeRow{"0610", server},    CodeRow{"0613", server},    CodeRow{"0801", forbidden}, CodeRow{"0802", forbidden},
};

constexpr std::array kCodes{
    // Build
    CodeRow{"CB.00060100", throttled},  // busy, with HTTP 500
    CodeRow{"CB.00060101", server},
    CodeRow{"CB.00060200", server, true},
    CodeRow{"CB.00060201", server, true},  // malformed job id
    CodeRow{"CB.00060211", throttled},     // with HTTP 500
    CodeRow{"CB.00060214", server},        // a wrong URL, with HTTP 404: not a missing job
    CodeRow{"DEVCB.00031006", missing},
    // Pipeline
    CodeRow{"DEVPIPE.00011401", missing},
    CodeRow{"DEVPIPE.00011412", missing},  // the project
    CodeRow{"DEVPIPE.30021001", missing},  // the project
    CodeRow{"DEV_21_100169", missing},     // the project
    CodeRow{"DEVCP.00000001", server, true},
    CodeRow{"DEV.00000003", auth},
    // Check: all but the first two come with HTTP 200
    CodeRow{"CC.00000000", throttled},  // busy, with HTTP 400
    CodeRow{"CC.00000003", auth},
    CodeRow{"CC.00050000", server, true},
    CodeRow{"CC.00050001", server},
    CodeRow{"CC.00050002", server},
    CodeRow{"CC.00050006", server},
    CodeRow{"CC.00050007", auth},
    CodeRow{"CC.00050010", forbidden},
    CodeRow{"CC.00050011", forbidden},
    CodeRow{"CC.00050012", throttled},
    CodeRow{"CC.00050013", missing},  // the project
    CodeRow{"CC.00050015", server},   // the task is running
    // Repo
    CodeRow{"CH.00000001", auth},
    CodeRow{"CH.00000002", auth},
    CodeRow{"CH.00401001", forbidden},
    CodeRow{"CH.00401008", forbidden},
    CodeRow{"CH.004403", forbidden},
    CodeRow{"CH.00402000", missing},
    CodeRow{"CH.010001", server, true},
    CodeRow{"CH.080401", auth, false, true},  // also returned for a deleted repository
    CodeRow{"CH.080403", forbidden},
    // HTTP status as a word, from the newer Check calls
    CodeRow{"UNAUTHORIZED", auth},
    CodeRow{"FORBIDDEN", forbidden},
    CodeRow{"NOT_FOUND", missing},
    CodeRow{"TOO_MANY_REQUESTS", throttled},
};

template <std::size_t N>
std::optional<ErrorMeaning> find(const std::array<CodeRow, N>& rows, std::string_view code) {
  const auto row = std::find_if(rows.begin(), rows.end(), [code](const CodeRow& r) { return r.code == code; });
  if (row == rows.end()) return {};
  return ErrorMeaning{row->kind, row->bad_request, row->maybe_gone};
}

/// The HTTP status that some codes repeat: "CC.00050007.400". 0 if there is none.
int status_in(std::string_view code) {
  const auto dot = code.rfind('.');
  const auto text = dot == std::string_view::npos ? code : code.substr(dot + 1);
  int status = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && text.size() == 3;
  return whole && status >= 400 && status <= 599 ? status : 0;
}

FailureKind kind_of(int status) {
  switch (status) {
    case 401: return auth;
    case 403: return forbidden;
    case 404:
    case 410: return missing;
    case 408: return timeout;
    case 429: return throttled;
    default: return server;
  }
}

bool is_gateway(std::string_view code) {
  return code.starts_with("APIGW.") || code.starts_with("APIG.") || code.starts_with("APIC.");
}

}  // namespace

ErrorMeaning judge(int status, std::string_view code) {
  if (status == 429) return {throttled, false};
  const int repeated = status_in(code);
  const auto bare = repeated != 0 && code.size() > 4 ? code.substr(0, code.size() - 4) : code;
  const bool gateway = is_gateway(code);
  const auto known = gateway ? find(kGateway, code.substr(code.find('.') + 1)) : find(kCodes, bare);
  if (known) return {known->kind, known->bad_request && status == 400, known->maybe_gone};
  const FailureKind kind = kind_of(status == 200 && repeated != 0 ? repeated : status);
  return {gateway && kind == missing ? server : kind, status == 400};
}

}  // namespace noticed::codearts
