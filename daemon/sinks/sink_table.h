// Factory functions of all sink types; sink_table.cpp lists them.
#pragma once

#include <memory>

#include "daemon/sinks/sink.h"

namespace noticed {

std::unique_ptr<Sink> make_dingtalk(const SinkConfig& config);
std::unique_ptr<Sink> make_discord(const SinkConfig& config);
std::unique_ptr<Sink> make_feishu(const SinkConfig& config);
std::unique_ptr<Sink> make_mattermost(const SinkConfig& config);
std::unique_ptr<Sink> make_slack(const SinkConfig& config);
std::unique_ptr<Sink> make_teams(const SinkConfig& config);
std::unique_ptr<Sink> make_webhook(const SinkConfig& config);
std::unique_ptr<Sink> make_wecom(const SinkConfig& config);

}  // namespace noticed
