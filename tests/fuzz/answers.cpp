// Answers to polls: through the door, then to settings, for every section that a resource has.
#include <nlohmann/json.hpp>

#include "fuzz/canary.h"
#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "pollers/body.h"
#include "pollers/poller.h"
#include "pollers/reply.h"
#include "tests/support/services.h"

namespace noticed::fuzz {
namespace {

noticed::Target target_of(Service service) {
  const std::string_view id = service == service::repo ? "2111978605" : "0747d5a7099e45f69dc1d099945909a9";
  return {.id = id, .project_id = "e2e18230a85d4d6ab0b56cb6d2246c18"};
}

/// Nothing if the answer is malformed; then `fault` says why.
std::optional<Settings> settings_in(Service service, const Request& request, const RedactedJson& answer,
                                    std::string& fault) {
  try {
    return poller_for(service).normalize(target_of(service), request, answer);
  } catch (const Malformed& malformed) {
    fault = malformed.what();
    require(is_one_line(fault) && is_utf8(fault), "a fault is no line of text: " + fault);
    return {};
  }
}

void check_settings(Service service, const Request& request, const Settings& settings) {
  for (const auto& [encoded, value] : settings) {
    const Path path = decode_path(encoded);
    require(encode(path) == encoded, "a path is not read as it was written: " + encoded);
    require(section_of(service, path) == request.section, "a setting of another section: " + encoded);
  }
  const std::string text = canonical_text(settings);
  const Settings again = parse_settings(text);
  require(again == settings, "settings are not read as they were written: " + text);
  require(canonical_text(again) == text, "the same settings have two texts: " + text);
}

void check_section(Service service, const Request& request, const RedactedJson& answer) {
  std::string fault;
  const auto settings = settings_in(service, request, answer, fault);
  std::string second;
  require(settings_in(service, request, answer, second) == settings && fault == second, "read differently again");
  const auto stored = redactor().restored(parse_body(answer.json().dump()));
  require(settings_in(service, request, stored, second) == settings, "read differently from what is stored");
  if (settings) check_settings(service, request, *settings);
}

void check_secrecy(Service service, const std::vector<Request>& requests, std::string_view input) {
  nlohmann::json body = parse_body(input);
  if (holds(redactor().redact(body).json().dump(), kCanary)) return;  // the input contained it by chance
  plant_canaries(body);
  const RedactedJson answer = redactor().redact(std::move(body));
  require(!holds(answer.json().dump(), kCanary), "a secret behind the redactor");
  for (const Request& request : requests) {
    std::string fault;
    const auto settings = settings_in(service, request, answer, fault);
    require(!holds(fault, kCanary), "a secret in a fault");
    require(!settings || !holds(canonical_text(*settings), kCanary), "a secret in settings");
  }
}

void read_answer(Service service, std::string_view input) {
  Reply reply;
  reply.status = 200;
  reply.body = input;
  reply.content_type = "application/json";
  const auto read = read_reply(reply, redactor(), info_of(service).good_status);
  const auto* answer = std::get_if<RedactedJson>(&read);
  if (answer == nullptr) return;
  const auto requests = poller_for(service).requests(target_of(service));
  for (const Request& request : requests) check_section(service, request, *answer);
  check_secrecy(service, requests, input);
}

}  // namespace

void read_build(std::string_view input) { read_answer(service::build, input); }
void read_pipeline(std::string_view input) { read_answer(service::pipeline, input); }
void read_check(std::string_view input) { read_answer(service::check, input); }
void read_repo(std::string_view input) { read_answer(service::repo, input); }

}  // namespace noticed::fuzz
