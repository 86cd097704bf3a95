// The sink types, one line each. No self-registration: a linker drops objects that nothing refers to.
#include "daemon/sinks/sink_table.h"

#include <array>
#include <stdexcept>

#include "daemon/sinks/sink.h"

namespace noticed {

// Each is defined in the file of that name.
extern const SinkType kFeishuType, kDingtalkType, kWecomType, kSlackType, kMattermostType, kTeamsType, kDiscordType,
    kWebhookType;

namespace {

constexpr std::array kTypes{
    &kFeishuType, &kDingtalkType, &kWecomType, &kSlackType, &kMattermostType, &kTeamsType, &kDiscordType, &kWebhookType,
};

}  // namespace

SinkTypes sink_types() { return kTypes; }

std::unique_ptr<Sink> make_sink(const SinkConfig& config) {
  const SinkType* type = find_type(sink_types(), config.type);
  if (type == nullptr) throw std::invalid_argument("no sink of type " + config.type);
  return type->make(config);
}

}  // namespace noticed
