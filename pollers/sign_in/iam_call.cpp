#include "pollers/sign_in/iam_call.h"

#include "pollers/body.h"
#include "pollers/poller.h"
#include "pollers/sign_in/refusal.h"
#include "pollers/sign_in/watched_file.h"
#include "storage/model/ascii.h"

namespace noticed {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

bool is_id(const std::string& project) {
  return project.size() == 32 && all_are(project, [](char c) { return hex_value(c) >= 0; });
}

std::string without(std::string text, const std::string& secret) {
  constexpr std::string_view kMask = "***";
  constexpr std::size_t kShortest = 6;  // IAM's minimum length; "1" would be masked out of every status
  if (secret.size() < kShortest) return text;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kMask.size()))
    text.replace(at, secret.size(), kMask);
  return text;
}

IamRefusal malformed(const std::string& what) {
  IamRefusal refusal;
  refusal.failure.kind = FailureKind::malformed;
  refusal.failure.detail = "IAM's answer contains no usable token: " + what;
  return refusal;
}

std::optional<TimePoint> time_in(const json& token, const char* name) {
  const auto found = token.find(name);
  return found != token.end() && found->is_string() ? parse_rfc3339(found->get_ref<const std::string&>())
                                                    : std::optional<TimePoint>();
}

std::variant<IamToken, IamRefusal> read_created(const Reply& reply) {
  constexpr milliseconds kShortest = std::chrono::seconds(10);
  if (reply.subject_token.empty()) return malformed("the header X-Subject-Token is missing");
  if (!fits_header(reply.subject_token)) return malformed("the header X-Subject-Token contains invalid characters");
  try {
    const json body = parse_body(reply.body);
    const json token = body.is_object() && body.contains("token") ? body["token"] : json::object();
    const auto expires = token.is_object() ? time_in(token, "expires_at") : std::optional<TimePoint>();
    if (!expires) return malformed("token.expires_at is not a time");
    auto issued = time_in(token, "issued_at");
    if (!issued) issued = parse_http_date(reply.date);
    if (!issued) return malformed("token.issued_at is not a time");
    if (*expires - *issued < kShortest) return malformed("the token is valid for less than ten seconds");
    return IamToken{reply.subject_token, *expires - *issued};
  } catch (const Malformed& fault) {
    return malformed(fault.what());
  }
}

/// An answer to an authentication request must never suggest something about a resource.
FailureKind kind_of(const Failure& failure, int status) {
  if (status == 401) return FailureKind::auth;
  if (failure.kind == FailureKind::throttled || failure.kind == FailureKind::timeout) return failure.kind;
  return FailureKind::server;
}

}  // namespace

std::optional<HttpRequest> iam_request(const IamOptions& options, const std::string& password) {
  json body;
  json& user = body["auth"]["identity"]["password"]["user"];
  user = {{"name", options.user}, {"password", password}, {"domain", {{"name", options.domain}}}};
  body["auth"]["identity"]["methods"] = {"password"};
  json& project = body["auth"]["scope"]["project"];
  // The reference omits a project's domain; standard Keystone requires it with a name, and IAM accepts it.
  project = is_id(options.project) ? json{{"id", options.project}}
                                   : json{{"name", options.project}, {"domain", {{"name", options.domain}}}};
  HttpRequest request;
  try {
    request.post = body.dump();
  } catch (const json::type_error&) {
    return {};
  }
  request.url = options.endpoint + "/v3/auth/tokens?nocatalog=true";
  const std::vector<std::string> lines{"Content-Type: application/json;charset=utf8", "Accept: application/json"};
  request.headers = std::make_shared<const HttpHeaders>(lines);
  request.network = options.network;
  return request;
}

std::variant<IamToken, IamRefusal> read_iam_answer(const HttpResult& result, const std::string& password,
                                                   const Redactor& redactor) {
  IamRefusal refusal;
  if (result.failure) {
    refusal.failure.kind = result.failure->kind;
    refusal.failure.detail = "a token cannot be requested from IAM: " + redactor.redact_text(result.failure->detail);
    return refusal;
  }
  const int status = result.reply.status;
  if (status == 201) return read_created(result.reply);
  if (status >= 200 && status < 300) return malformed("HTTP " + std::to_string(status) + " instead of 201");
  Reply reply = result.reply;
  reply.body = without(std::move(reply.body), password);
  auto read = read_reply(reply, redactor);
  refusal.failure = std::get<Failure>(std::move(read));
  refusal.failure.kind = kind_of(refusal.failure, status);
  // A 400 or 403 without a code is not from IAM but, for example, a proxy's page.
  const bool by_iam = !refusal.failure.code.empty() && refusal.failure.kind == FailureKind::server;
  refusal.for_good = status == 401 || ((status == 400 || status == 403) && by_iam);
  if (refusal.for_good) refusal.failure.kind = FailureKind::auth;
  refusal.failure.bad_request = false;
  refusal.failure.detail = (refusal.for_good ? "" : "no token from IAM: ") + without(refusal.failure.detail, password);
  return refusal;
}

}  // namespace noticed
