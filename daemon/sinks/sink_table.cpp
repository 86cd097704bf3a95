#include "daemon/sinks/sink_table.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace noticed {
namespace {

using Maker = std::unique_ptr<Sink> (*)(const SinkConfig&);
/// To add a sink, add one line here.
constexpr std::array<std::pair<std::string_view, Maker>, 8> kSinks{{{"dingtalk", &make_dingtalk},
                                                                    {"discord", &make_discord},
                                                                    {"feishu", &make_feishu},
                                                                    {"mattermost", &make_mattermost},
                                                                    {"slack", &make_slack},
                                                                    {"teams", &make_teams},
                                                                    {"webhook", &make_webhook},
                                                                    {"wecom", &make_wecom}}};

}  // namespace

std::unique_ptr<Sink> make_sink(const SinkConfig& config) {
  for (const auto& [type, make] : kSinks)
    if (type == config.type) return make(config);
  throw std::invalid_argument("no sink of type " + config.type);
}

}  // namespace noticed
