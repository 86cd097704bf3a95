#include "samples.h"

#include <algorithm>
#include <stdexcept>

#include "pollers/body.h"
#include "tests/support/services.h"

namespace noticed::tests {

const std::vector<Api> kApis{
    {"build", service::build, 0, "48c66c6002964721be537cdc6ce0297b"},
    {"pipeline", service::pipeline, 4, "0747d5a7099e45f69dc1d099945909a9"},
    {"pipeline_status", service::pipeline, 0, "0747d5a7099e45f69dc1d099945909a9"},
    {"check", service::check, 0, "897acf5exxx48a5013cd"},
    {"repo_status", service::repo, 0, "2111978605"},
    {"repo", service::repo, 2, "2111978605"},
};

const Api& api(std::string_view name) {
  const auto found = std::find_if(kApis.begin(), kApis.end(), [name](const Api& a) { return a.name == name; });
  if (found == kApis.end()) throw std::logic_error("no such API: " + std::string(name));
  return *found;
}

const Redactor& redactor() {
  static const Redactor instance{[] {
    FingerprintKey key{};
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<unsigned char>(i);
    return key;
  }()};
  return instance;
}

std::string fp(MaskKind kind, std::string_view value) { return redactor().fingerprint(kind, value); }

std::vector<std::filesystem::path> answers(const Api& api) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(NOTICED_FIXTURES) / api.name))
    if (entry.path().extension() == ".json") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string documented(const Api& api) {
  return read_file(std::filesystem::path(NOTICED_FIXTURES) / api.name / "documented.json");
}

std::vector<nlohmann::json> samples(const Api& api) {
  std::vector<nlohmann::json> found;
  for (const auto& path : answers(api)) found.push_back(parse_body(read_file(path)));
  return found;
}

Settings settings_of(const Api& api, std::string_view body) {
  const RedactedJson redacted = redactor().redact(parse_body(body));
  const Target target{.id = api.id, .project_id = "e2e18230a85d4d6ab0b56cb6d2246c18"};
  return poller_for(api.service).normalize(target, Request{.section = api.section, .target = {}}, redacted);
}

std::string canonical(const Api& api, std::string_view body) { return canonical_text(settings_of(api, body)); }

std::string readable(const Settings& settings) {
  std::string text;
  for (const auto& [path, value] : settings) text += path + " = " + to_json(value).dump() + "\n";
  return text;
}

}  // namespace noticed::tests
