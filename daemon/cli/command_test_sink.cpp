#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/config/network_settings.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/runtime/version.h"
#include "daemon/sinks/sink.h"
#include "daemon/sinks/sink_table.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

struct Trial {
  ReplyAssessment assessment;
  int status = 0;
  std::chrono::milliseconds latency{0};
};

const SinkConfig& find_sink(const Config& config, const std::string& name) {
  const auto found =
      std::find_if(config.sinks.begin(), config.sinks.end(), [&](const auto& sink) { return sink.name == name; });
  if (found != config.sinks.end()) return *found;
  std::string known;
  for (const auto& sink : config.sinks) known += (known.empty() ? "" : ", ") + sink.name;
  throw CommandError(kExitNoSuchThing,
                     "no [[sink]] is named \"" + name + "\"" +
                         (known.empty() ? "; the configuration has none" : "; known sinks: " + known));
}

/// Sends over the same network path and with the same signature as real messages.
Trial try_sink(const Config& config, const SinkConfig& chosen) {
  const SystemClock clock;
  const auto sink = make_sink(chosen);
  RenderContext around;
  around.language = chosen.language;
  around.keyword = chosen.keyword;
  Trial trial;
  auto made = sink->request(sink->render_test(around), clock.wall());
  if (const auto* reason = std::get_if<std::string>(&made)) {
    trial.assessment = {Verdict::retry, *reason, {}};
    return trial;
  }
  boost::asio::io_context io{1};
  HttpClient http(io.get_executor(), {config.network.ca_file.string(), std::string("noticed/") + kVersion});
  auto& request = std::get<HttpRequest>(made);
  request.network = network_of(chosen.network);
  const SteadyPoint begin = clock.steady();
  http.send(std::move(request), [&](const HttpResult& result) {
    trial.latency = clock.steady() - begin;
    trial.status = result.failure ? 0 : result.reply.status;
    trial.assessment = sink->judge(result);
    http.close();  // idle connections would keep the loop running
  });
  io.run();
  return trial;
}

int run_test_sink(const CommandLine& line) {
  const auto result = read_config(line.config, sink_types());
  for (const auto& fault : result.faults)
    if (fault.level == FaultLevel::error) std::cerr << to_text(fault) << '\n';
  if (!result.usable()) throw CommandError(kExitConfig, "the configuration has errors; `noticed check` lists them");
  use_time_zone(result.config.time_zone);
  const SinkConfig& sink = find_sink(result.config, line.sink);
  const Trial trial = try_sink(result.config, sink);
  const bool good = trial.assessment.verdict == Verdict::delivered;
  if (line.form == Form::json) {
    const nlohmann::ordered_json document{
        {"sink", sink.name},
        {"type", sink.type},
        {"verdict", to_text(trial.assessment.verdict)},
        {"status", trial.status == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(trial.status)},
        {"latency_ms", trial.latency.count()},
        {"reason", trial.assessment.reason}};
    std::cout << document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    return good ? kExitGood : kExitNo;
  }
  std::string text = sink.name + " (" + sink.type + "): ";
  text += good ? "delivered" : std::string(to_text(trial.assessment.verdict)) + ", " + trial.assessment.reason;
  if (trial.status != 0) text += ", HTTP " + std::to_string(trial.status);
  if (trial.status != 0) text += ", " + std::to_string(trial.latency.count()) + " ms";
  std::cout << paint(printable(text), good ? Tone::good : Tone::bad) << '\n';
  if (good) std::cout << "now check the chat: an accepted message is not always displayed\n";
  return good ? kExitGood : kExitNo;
}

void declare_test_sink(CommandOptions& options) {
  options.argument("NAME", &CommandLine::sink, "the name of a [[sink]] in the configuration");
  options.json("one JSON document");
}

}  // namespace

extern constinit const Command kTestSinkCommand{
    "test-sink", "Send a marked test message over the real path (exit status 1 unless the sink accepts it)",
    declare_test_sink, run_test_sink};

}  // namespace noticed
