#include "pollers/reply.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>

#include "pollers/body.h"
#include "pollers/error_codes.h"
#include "pollers/json_reader.h"
#include "pollers/patterns.h"
#include "pollers/poller.h"
#include "storage/model/ascii.h"

namespace noticed {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr seconds kLongestWindow = std::chrono::hours(24);

/// The error in an answer. The message is the server's own text.
struct Complaint {
  std::string code;
  std::string message;
};

const json* member(const json& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

/// A member's text; an integer as decimal text; empty for anything else.
std::string text_of(const json& object, std::string_view name) {
  const json* found = member(object, name);
  if (found == nullptr) return {};
  if (found->is_string()) return found->get<std::string>();
  return found->is_number_integer() ? found->dump() : std::string();
}

/// The first form that matches, then the same in nested objects.
Complaint complaint_in(const json& body, int depth = 0) {
  constexpr int kDeepest = 4;
  constexpr std::string_view kShapes[][2] = {
      {"error_code", "error_msg"}, {"errorCode", "errorMsg"}, {"code", "message"}, {"code", "reason"}, {"", "error"},
      {"httpStatus", ""}};
  if (!body.is_object() || depth > kDeepest) return {};
  Complaint found;
  if (const json* error = member(body, "error"); error != nullptr && error->is_object()) {
    found = complaint_in(*error, depth + 1);
    if (!found.code.empty() || !found.message.empty()) return found;
  }
  for (const auto& [code, message] : kShapes) {
    if (found.code.empty()) found.code = text_of(body, code);
    if (found.message.empty()) found.message = text_of(body, message);
  }
  if (!found.code.empty() || !found.message.empty()) return found;
  for (const auto& [name, nested] : body.items()) {
    found = complaint_in(nested, depth + 1);
    if (!found.code.empty() || !found.message.empty()) return found;
  }
  return {};
}

bool says_success(std::string_view code) { return code.empty() || code == "0" || code == "200"; }

/// Whether an answer with HTTP 200 reports an error, in any of its forms.
bool holds_error(const json& body, std::string_view good_status) {
  if (!body.is_object()) return false;
  if (!says_success(text_of(body, "error_code")) || !says_success(text_of(body, "errorCode"))) return true;
  if (!text_of(body, "error_msg").empty() || !text_of(body, "errorMsg").empty()) return true;
  const std::string status = lower_case(text_of(body, "status"));
  if (status == "fail" || status == "failed" || status == "error") return true;
  const json* written = member(body, "status");
  if (!good_status.empty() && written != nullptr && written->is_string() && status != good_status) return true;
  const std::string http = lower_case(text_of(body, "httpStatus"));
  if (!http.empty() && http != "ok" && http != "200") return true;
  const json* error = member(body, "error");
  if (error != nullptr && (error->is_object() || error->is_string()) && !error->empty() && *error != "") return true;
  return !says_success(text_of(body, "code")) && member(body, "message") != nullptr;
}

/// Seconds, at most a day; nullopt if the text is not a number or does not fit 64 bits.
std::optional<seconds> decimal(std::string_view text) {
  if (text.empty() || !all_are(text, is_digit)) return {};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return {};
  return std::min(seconds(number), kLongestWindow);
}

/// "90", "90.5": rounded up to whole seconds.
std::optional<seconds> seconds_in(std::string_view text) {
  const auto dot = std::min(text.find('.'), text.size());
  const auto fraction = text.substr(std::min(dot + 1, text.size()));
  if (dot == 0 || !all_are(text.substr(0, dot), is_digit) || !all_are(fraction, is_digit)) return {};
  auto whole = decimal(text.substr(0, dot));
  if (!whole) return kLongestPause;
  if (fraction.find_first_not_of('0') != std::string_view::npos) *whole += seconds(1);
  return std::min<seconds>(*whole, kLongestPause);
}

/// "limit:60,time:1 minute".
std::optional<StatedLimit> limit_in(std::string_view text) {
  constexpr std::string_view kLimit = "limit:";
  constexpr std::string_view kTime = "time:";
  const auto digits_at = [&](std::size_t at) {
    const auto rest = text.substr(at);
    return rest.substr(0, rest.find_first_not_of("0123456789"));
  };
  const auto limit = text.find(kLimit);
  const auto time = limit == std::string_view::npos ? limit : text.find(kTime, limit);
  if (time == std::string_view::npos) return {};
  const auto requests = decimal(digits_at(limit + kLimit.size()));
  const auto digits = digits_at(time + kTime.size());
  const auto count = decimal(digits);
  const auto unit = codearts::trim(text.substr(time + kTime.size() + digits.size()));
  if (!requests || !count || count->count() == 0) return {};
  std::int64_t unit_seconds = 0;
  if (unit.starts_with("second")) unit_seconds = 1;
  if (unit.starts_with("minute")) unit_seconds = 60;
  if (unit.starts_with("hour")) unit_seconds = 3600;
  if (unit.starts_with("day")) unit_seconds = 86400;
  if (unit_seconds == 0) return {};
  return StatedLimit{requests->count(), std::min(seconds(count->count() * unit_seconds), kLongestWindow)};
}

/// Whether the text is a plausible code: a server can send anything in its place.
bool is_code(std::string_view code, const Redactor& redactor) {
  constexpr std::size_t kLongest = 40;
  const auto plain = [](char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; };
  return code.size() <= kLongest && all_are(code, plain) && redactor.redact_text(code) == code;
}

bool is_html(const Reply& reply) {
  return codearts::trim(reply.body).starts_with('<') ||
         lower_case(reply.content_type).find("text/html") != std::string::npos;
}

Failure failed(FailureKind kind, const Reply& reply, const std::string& what) {
  Failure failure;
  failure.kind = kind;
  failure.detail = "HTTP " + std::to_string(reply.status) + (what.empty() ? "" : ": " + what);
  failure.retry_after = pause_asked(reply);
  failure.transient = kind == FailureKind::server && (reply.status >= 500 || reply.status == 200);
  return failure;
}

Failure complained(const Reply& reply, Complaint complaint, const Redactor& redactor) {
  if (!is_code(complaint.code, redactor)) complaint.code.clear();
  const codearts::ErrorMeaning verdict = codearts::judge(reply.status, complaint.code);
  const std::string text = redactor.redact_text(complaint.message);
  Failure failure = failed(verdict.kind, reply, "");
  if (!complaint.code.empty()) failure.detail += " " + complaint.code;
  if (!text.empty()) failure.detail += ": " + text;
  failure.bad_request = verdict.bad_request;
  failure.maybe_gone = verdict.maybe_gone;
  if (verdict.bad_request) failure.transient = false;
  if (verdict.kind == FailureKind::throttled) failure.limit = limit_in(complaint.message);
  // Calls during the window are documented to count, too: wait for a whole one.
  if (failure.limit && !failure.retry_after)
    failure.retry_after = std::min<seconds>(failure.limit->window, kLongestPause);
  failure.code = std::move(complaint.code);
  return failure;
}

/// The error in the body of a reply other than 200, as far as it can be read.
Complaint complaint_of(const Reply& reply, const Redactor& redactor) {
  if (reply.body.size() > kMaxBody) return {};
  if (is_html(reply)) return {"", "an HTML page"};
  try {
    json body = parse_body(reply.body);
    Complaint complaint = complaint_in(body);
    // Unknown form: its text, but only after the redactor processed its fields.
    if (complaint.message.empty() && complaint.code.empty())
      complaint.message = redactor.redact(std::move(body)).json().dump();
    return complaint;
  } catch (const Malformed&) {
    return {"", reply.body};
  }
}

}  // namespace

Reaction reaction_to(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::network:
    case FailureKind::timeout: return Reaction::retry;
    case FailureKind::server:
      if (failure.retry_after) return Reaction::slow_down;
      return failure.transient ? Reaction::retry : Reaction::none;
    case FailureKind::throttled: return Reaction::slow_down;
    case FailureKind::auth: return Reaction::sign_in;
    case FailureKind::tls:
    case FailureKind::forbidden:
    case FailureKind::missing:
    case FailureKind::malformed:
    case FailureKind::too_large: break;
  }
  return Reaction::none;
}

std::optional<seconds> pause_asked(const Reply& reply) {
  const std::string text(codearts::trim(reply.retry_after));
  if (text.empty()) return {};
  if (const auto number = seconds_in(text)) return number;
  const auto until = ::curl_getdate(text.c_str(), nullptr);
  const auto now = ::curl_getdate(reply.date.c_str(), nullptr);
  if (until < 0 || now < 0) return {};
  return std::clamp<seconds>(seconds(until - now), seconds(0), kLongestPause);
}

std::variant<RedactedJson, Failure> read_reply(const Reply& reply, const Redactor& redactor,
                                               std::string_view good_status) {
  if (reply.status >= 300 && reply.status < 400)
    return failed(FailureKind::server, reply, "redirects are not followed");
  if (reply.status >= 400) return complained(reply, complaint_of(reply, redactor), redactor);
  if (reply.status < 200) return failed(FailureKind::server, reply, "no final response");
  if (reply.status != 200) return failed(FailureKind::malformed, reply, "only status 200 carries a complete answer");
  if (reply.body.size() > kMaxBody) return failed(FailureKind::too_large, reply, "an answer larger than 1 MiB");
  try {
    json body = parse_body(reply.body);
    if (!body.is_structured()) return failed(FailureKind::malformed, reply, "neither a JSON object nor an array");
    if (!holds_error(body, good_status)) return redactor.redact(std::move(body));
    Complaint complaint = complaint_in(body);
    if (complaint.code.empty() && complaint.message.empty()) complaint.message = "status " + text_of(body, "status");
    return complained(reply, std::move(complaint), redactor);
  } catch (const Malformed& fault) {
    if (is_html(reply))
      return failed(FailureKind::malformed, reply, "an HTML page, perhaps for sign-in, instead of JSON");
    return failed(FailureKind::malformed, reply, fault.what());
  }
}

}  // namespace noticed
