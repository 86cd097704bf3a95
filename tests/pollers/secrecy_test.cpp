// Canaries: whichever string of an answer contains a secret, no part of it passes the redactor.
#include <gtest/gtest.h>

#include <map>

#include "pollers/reply.h"
#include "samples.h"
#include "tests/support/services.h"

namespace noticed::tests {
namespace {

using nlohmann::json;

struct Canary {
  std::string value;
  std::vector<std::string> traces;  // parts that must not survive
};

const std::vector<Canary> kCanaries{
    {"https://user:canarypass@example.com/hook/canarypath?key=canarykey#canaryfrag", {"canary"}},
    {"see https://example.com/canarypath?a=1;key=canary,canary bird", {"canary"}},
    {"17987654321", {"98765432", "7987654321"}},
    {"+86 179-8765-4321", {"8765-4321", "98765"}},
    {"ops: 0044 2087654321, thanks", {"2087654321", "087654"}},
    {"canary.bird@example.com", {"canary", "bird"}},
    {"a,canary@example.com;b", {"canary"}},
};

// Identifiers may look like phone numbers: see Redactor.IdentifierThatLooksLikeAPhoneThenKept.
bool is_identifier(const json::json_pointer& place) {
  const std::string text = place.to_string();
  for (const char* name : {"/id", "/notice_id", "/role_ids", "/userIds"})
    if (text.find(name) != std::string::npos) return true;
  return false;
}

std::map<std::string, json> leaves_of(const json& sample) { return sample.flatten(); }

void expect_no_trace(const std::string& text, const Canary& canary, const std::string& where) {
  for (const std::string& trace : canary.traces)
    EXPECT_EQ(text.find(trace), std::string::npos) << where << "\n" << text;
}

void expect_kept_secret(const Api& called, const json& body, const Canary& canary, const std::string& where) {
  expect_no_trace(redactor().redact(body).json().dump(), canary, where);
  try {
    expect_no_trace(canonical(called, body.dump()), canary, where);
  } catch (const Malformed& fault) {
    expect_no_trace(fault.what(), canary, where);
  }
}

TEST(Secrecy, CanaryInAnyStringThenNotFoundBehindTheRedactor) {
  for (const Api& called : kApis)
    for (const json& sample : samples(called))
      for (const auto& [pointer, leaf] : leaves_of(sample))
        for (const Canary& canary : kCanaries) {
          const json::json_pointer place(pointer);
          const bool phone =
              canary.value.find('@') == std::string::npos && canary.value.find("://") == std::string::npos;
          if (place.empty() || leaf.is_structured() || (phone && is_identifier(place))) continue;
          json body = sample;
          body[place] = canary.value;
          expect_kept_secret(called, body, canary, std::string(called.name) + " " + pointer);
        }
}

TEST(Secrecy, CanaryAsAnyKeyThenNotFoundBehindTheRedactor) {
  for (const Api& called : kApis)
    for (const Canary& canary : kCanaries) {
      json body = json::parse(documented(called));
      (body.is_array() ? body[0] : body)[canary.value] = json{{canary.value, true}};
      expect_kept_secret(called, body, canary, std::string(called.name));
    }
}

TEST(Secrecy, CanaryInsideConfigTextThenNotFoundBehindTheRedactor) {
  for (const Canary& canary : kCanaries)
    for (const std::string& config :
         {canary.value, json{{"a", canary.value}}.dump(), json{{"a", {canary.value}}}.dump(),
          json{{"l", {{{"a", canary.value}}}}}.dump(), json::array({canary.value}).dump()}) {
      const json body{{"result", {{{"notice_type", "MAIL"}, {"param_config", config}}}}};
      expect_kept_secret(api("build"), body, canary, config);
    }
}

TEST(Secrecy, CanaryInAnErrorTextThenNotFoundInTheFailure) {
  for (const Canary& canary : kCanaries)
    for (const int status : {200, 400, 401, 500})
      for (const json& body :
           {json{{"error_code", "CB.1"}, {"error_msg", canary.value}}, json{{"error", canary.value}},
            json{{"error_code", canary.value}, {"error_msg", "x"}}, json{{"error", {{"x", canary.value}}}}}) {
        const auto read = read_reply({status, body.dump(), "", ""}, redactor(), info_of(service::build).good_status);
        const auto& failure = std::get<Failure>(read);
        expect_no_trace(failure.detail + failure.code, canary, body.dump());
      }
}

}  // namespace
}  // namespace noticed::tests
