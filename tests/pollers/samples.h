// The APIs under test, their recorded answers, and the conversion from text to settings.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pollers/poller.h"
#include "pollers/redactor.h"
#include "tests/support/file_text.h"

namespace noticed::tests {

/// One folder of fixtures: the answers to one kind of call.
struct Api {
  std::string_view name;  // the folder's
  Service service;
  SectionIndex section;
  std::string_view id;
};

extern const std::vector<Api> kApis;
const Api& api(std::string_view name);

const Redactor& redactor();
/// Of redactor().
std::string fp(MaskKind kind, std::string_view value);

/// All answers in the API's folder.
std::vector<std::filesystem::path> answers(const Api& api);
std::string documented(const Api& api);
/// documented.json and the other answers, parsed.
std::vector<nlohmann::json> samples(const Api& api);

/// Converts an answer to settings. Throws Malformed.
Settings settings_of(const Api& api, std::string_view body);
std::string canonical(const Api& api, std::string_view body);

/// One line per setting, "path = value".
std::string readable(const Settings& settings);

}  // namespace noticed::tests
