// Check tasks: one answer has three events, their channels and recipients.
#include <array>

#include "pollers/json_reader.h"
#include "pollers/poller.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

using codearts::Node;
using codearts::Object;
using codearts::SettingsWriter;

constexpr std::array<const char*, 3> kEvents{"codeGateFailed", "deleteTask", "executeTask"};

void read_event(const std::string& event, const Node& node, Settings& settings) {
  Object item(node);
  const SettingsWriter whole(settings, "*", event);
  SettingsWriter(settings, "email", event).set("enabled", item["sendMail"].boolean());
  SettingsWriter(settings, "system", event).set("enabled", item["sendMessage"].boolean());
  SettingsWriter(settings, "wechat", event).set("enabled", item["sendOfficialAccount"].boolean());
  whole.set("recipients.roles", item["roles"].split());
  whole.set("recipients.users", item["userIds"].split());
  whole.set("recipients.roles_enabled", item["sendRolesEnable"].boolean());
  whole.set("recipients.users_enabled", item["sendUsersEnable"].boolean());
  whole.add_unknown(item);
}

class Check final : public Poller {
 public:
  Service service() const override { return Service::check; }
  int version() const override { return 2; }

  std::vector<Request> requests(const Target& target) const override {
    if ((target.sections & bit(0)) == 0) return {};
    return {{0, "/v1/task/notification/" + percent_encode(target.id)}};
  }

  Settings normalize(const Target&, const Request&, const RedactedJson& body) const override {
    Settings settings;
    Object answer{Node(body.json())};
    for (const char* event : kEvents) read_event(event, answer[event], settings);
    answer.require_documented();
    SettingsWriter(settings, "*").add_unknown(answer);
    return settings;
  }
};

}  // namespace

const Poller& check_poller() {
  static const Check poller;
  return poller;
}

}  // namespace noticed
