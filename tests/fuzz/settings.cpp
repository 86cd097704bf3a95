// Settings as the database holds them.
#include "storage/model/setting.h"

#include <stdexcept>

#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "storage/model/change.h"
#include "storage/model/coverage.h"

namespace noticed::fuzz {
namespace {

Settings settings_from(std::string_view text) {
  try {
    return parse_settings(text);
  } catch (const std::invalid_argument&) {
    return {};
  } catch (const nlohmann::json::exception&) {
    return {};
  }
}

bool are_paths(const Settings& settings) {
  for (const auto& [encoded, value] : settings) {
    try {
      decode_path(encoded);
    } catch (const std::invalid_argument&) {
      return false;
    }
  }
  return true;
}

}  // namespace

void read_stored(std::string_view input) {
  const auto texts = pieces(input, "\n");
  const Settings before = settings_from(texts.front());
  const Settings after = settings_from(texts.back());
  const std::string text = canonical_text(before);
  require(parse_settings(text) == before, "settings are not read as they were written: " + text);
  if (!are_paths(before) || !are_paths(after)) return;
  require(diff(before, before).empty(), "a change where there is none");
  require(diff(before, after).empty() == (before == after), "a difference that is no change");
  Policy policy;
  policy.notify_channels = {"email"};
  policy.failure_events = {"buildJobFail"};
  auto changes = diff(before, after);
  judge(changes, shifts(coverage_of(before, policy), coverage_of(after, policy)), policy);
}

}  // namespace noticed::fuzz
