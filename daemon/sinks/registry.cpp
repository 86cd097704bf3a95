#include <array>
#include <stdexcept>
#include <utility>

#include "daemon/sinks/sink.h"

namespace noticed {
namespace {

using Maker = std::unique_ptr<Sink> (*)(const SinkConfig&);
/// Adding a sink is one line here.
constexpr std::array<std::pair<std::string_view, Maker>, 1> kSinks{{{"webhook", &make_webhook_sink}}};

}  // namespace

std::unique_ptr<Sink> make_sink(const SinkConfig& config) {
  for (const auto& [type, make] : kSinks)
    if (type == config.type) return make(config);
  throw std::invalid_argument("no sink of type " + config.type);
}

}  // namespace noticed
