#include "pollers/sign_in/agency_call.h"

#include "pollers/body.h"
#include "pollers/json_reader.h"
#include "pollers/patterns.h"
#include "pollers/poller.h"
#include "pollers/sign_in/refusal.h"
#include "pollers/sign_in/watched_file.h"
#include "storage/model/ascii.h"

namespace noticed {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

HttpRequest call(const std::string& url, const std::vector<std::string>& headers) {
  HttpRequest request;
  request.url = url;
  request.headers = std::make_shared<const HttpHeaders>(headers);
  request.timeout = std::chrono::seconds(3);  // the service is local to the server
  request.connect_timeout = std::chrono::seconds(3);
  return request;
}

Failure failed(FailureKind kind, const std::string& what) {
  Failure failure;
  failure.kind = kind;
  failure.detail = "no keys from this server's metadata service: " + what;
  return failure;
}

Failure no_answer(const Failure& failure, const Redactor& redactor) {
  return failed(failure.kind, redactor.redact_text(failure.detail) + "; check that this is a server of the cloud");
}

/// Any answer but a 200. Its kind must never suggest something about a resource.
Failure refused(const Reply& reply, const Redactor& redactor) {
  if (reply.status < 400) return failed(FailureKind::server, "HTTP " + std::to_string(reply.status));
  const auto read = std::get<Failure>(read_reply(reply, redactor));
  if (lower_case(read.detail).find("configure cloud service agency") != std::string::npos)
    return failed(FailureKind::auth,
                  "no agency is configured for this server: choose one on the server's page of the "
                  "console (" +
                      read.detail + ")");
  const bool kept = read.kind == FailureKind::auth || read.kind == FailureKind::throttled;
  return failed(kept ? read.kind : FailureKind::server, read.detail);
}

/// The first of these members that is present, as a text; empty if none is.
std::string text_of(const json& object, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto found = object.find(name); found != object.end() && found->is_string()) return *found;
  return {};
}

std::variant<TemporaryKey, StaleMetadataToken, Failure> read_keys(const std::string& body, TimePoint wall) {
  constexpr milliseconds kShortest = std::chrono::seconds(10);
  const auto malformed = [](const std::string& what) { return failed(FailureKind::malformed, what); };
  try {
    const json all = parse_body(body);
    if (!all.is_object()) return malformed("its answer is not a JSON object");
    const auto found = all.contains("credential") ? all.find("credential") : all.find("credentials");
    if (found == all.end() || !found->is_object()) return malformed("its answer contains no credential");
    TemporaryKey made;
    made.key.access = text_of(*found, {"access", "accessKeyId"});
    made.key.secret = text_of(*found, {"secret", "secretAccessKey"});
    made.key.security_token = text_of(*found, {"securitytoken", "securityToken"});
    if (!fits_header(made.key.access) || !fits_header(made.key.secret) || !fits_header(made.key.security_token))
      return malformed("its credential is incomplete");
    const auto ends = parse_rfc3339(text_of(*found, {"expires_at", "expiration"}));
    if (!ends) return malformed("its credential's expires_at is not a time");
    made.life = *ends - wall;
    if (made.life < kShortest) return malformed("its keys have expired; check this machine's clock");
    return made;
  } catch (const Malformed& fault) {
    return malformed(fault.what());
  }
}

}  // namespace

HttpRequest metadata_token_request(const AgencyOptions& options) {
  const std::string life = std::to_string(kMetadataTokenLife.count());
  HttpRequest request = call(options.endpoint + "/meta-data/latest/api/token",
                             {"X-Metadata-Token-Ttl-Seconds: " + life, "Content-Length: 0"});
  request.method = "PUT";
  return request;
}

HttpRequest metadata_key_request(const AgencyOptions& options, const std::string& token) {
  std::vector<std::string> headers{"Accept: application/json"};
  if (!token.empty()) headers.push_back("X-Metadata-Token: " + token);
  return call(options.endpoint + "/openstack/latest/securitykey", headers);
}

std::variant<std::string, NoMetadataTokens, Failure> read_metadata_token(const HttpResult& result,
                                                                         const Redactor& redactor) {
  if (result.failure) return no_answer(*result.failure, redactor);
  const int status = result.reply.status;
  if (status == 404 || status == 405 || status == 503) return NoMetadataTokens{};
  if (status != 200) return refused(result.reply, redactor);
  std::string token(codearts::trim(result.reply.body));
  if (!fits_header(token)) return failed(FailureKind::malformed, "its token contains invalid characters");
  return token;
}

std::variant<TemporaryKey, StaleMetadataToken, Failure> read_metadata_key(const HttpResult& result, TimePoint wall,
                                                                          const Redactor& redactor) {
  if (result.failure) return no_answer(*result.failure, redactor);
  if (result.reply.status == 200) return read_keys(result.reply.body, wall);
  Failure failure = refused(result.reply, redactor);
  const bool stale = result.reply.status == 401 && failure.detail.find("no agency is configured") == std::string::npos;
  if (stale) return StaleMetadataToken{std::move(failure)};
  return failure;
}

}  // namespace noticed
