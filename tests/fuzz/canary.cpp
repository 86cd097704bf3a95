#include "fuzz/canary.h"

#include <string>

#include "pollers/body.h"
#include "pollers/poller.h"

namespace noticed::fuzz {
namespace {

using nlohmann::json;

const json& secret_members() {
  static const json members{{"secret_info", "canary bird"},
                            {"x_Password", "canary"},
                            {"x_token", {{"a", {"canary", {{"id", "canary"}}}}}},
                            {"url", "https://canary:canary@example.com/canary?canary#canary"},
                            {"x_note", "ask canary@example.com or canary.bird@example.com"},
                            {"x_see", "at https://example.com/canary, please"},
                            {"x_pwd", "canary"},
                            {"x_robot", {{"name", "canary"}, {"options", {"canary", {{"type", "canary"}}}}}},
                            {"x_back", "host/send?access_code=canary"},
                            {"密钥", "canary"}};
  return members;
}

/// The text of a configuration with canaries in it, if it has the form of one.
std::string planted(const std::string& config) {
  try {
    json inner = parse_body(config);
    plant_canaries(inner);
    return inner.dump();
  } catch (const Malformed&) {
    return config;
  }
}

}  // namespace

void plant_canaries(json& answer) {
  if (!answer.is_structured()) return;
  for (auto& [name, member] : answer.items()) {
    if (name == "param_config" && member.is_string()) member = planted(member.get<std::string>());
    plant_canaries(member);
  }
  if (answer.is_object()) answer.update(secret_members());
}

}  // namespace noticed::fuzz
