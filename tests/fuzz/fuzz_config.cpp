// The configuration's text, in a folder with credentials.
#include "daemon/config/config.h"

#include "daemon/config/advice.h"
#include "daemon/config/hosts.h"
#include "daemon/config/listen.h"
#include "daemon/sinks/sink.h"
#include "daemon/sinks/sink_table.h"
#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "support/temp_dir.h"

namespace noticed::fuzz {
namespace {

constexpr std::string_view kTraceOfSecrets = "7f3e9d21";  // contained in every credential

/// Made once, gone at the end.
const TempDir& folder() {
  static const TempDir dir;
  static const bool written = [] {
    for (const auto* name :
         {"token", "access-key", "secret-key", "security-token", "password", "secret", "feishu-secret"})
      dir.write(std::string("credentials/") + name, "canary-7f3e9d21\n");
    for (const auto* name : {"url", "feishu-url", "heartbeat"})
      dir.write(std::string("credentials/") + name, "https://chat.example.com/hooks/canary7f3e9d21\n");
    return true;
  }();
  static_cast<void>(written);
  return dir;
}

std::vector<std::string> texts_of(const std::vector<Fault>& faults) {
  std::vector<std::string> texts;
  for (const Fault& fault : faults) texts.push_back(to_text(fault));
  return texts;
}

void check_texts(const ConfigResult& result, bool secret) {
  for (const std::string& text : texts_of(result.faults)) {
    require(is_utf8(text), "a fault that is no text");
    require(!secret || !holds(text, kTraceOfSecrets), "a secret in a fault: " + text);
  }
  for (const auto& [key, value] : result.config.facts)
    require(!secret || !holds(key + value, kTraceOfSecrets), "a secret in the facts: " + key);
}

void check_usable(const Config& config) {
  require(!config.accounts.empty(), "usable without an account");
  require(config.interval.count() > 0 && config.timeout.count() > 0, "polls all the time");
  require(config.concurrency > 0 && config.fail_after > 0 && config.gone_after > 0, "a count of none");
  require(config.listen.empty() || parse_listen(config.listen), "an address that nobody can listen at");
  for (const AccountConfig& account : config.accounts) {
    require(account.iam_endpoint.starts_with("http") && !account.endpoints.contains(static_cast<Service>(9)),
            "endpoints");
    require(!account.rate_limit || *account.rate_limit > 0, "a rate of none");
  }
  for (const ResourceConfig& resource : config.resources)
    require(resource.interval.count() > 0 && resource.sections != 0 && !resource.id.empty(), "a resource of nothing");
  for (const SinkConfig& sink : config.sinks) require(make_sink(sink) != nullptr, "no sink");
  advice_on(config, hosts_of(config));
}

}  // namespace

void read_configured(std::string_view input) {
  const auto file = folder().write("noticed.toml", std::string(input));
  const ConfigResult result = read_config(file, sink_types());
  const ConfigResult again = read_config(file, sink_types());
  require(texts_of(result.faults) == texts_of(again.faults), "other faults when read again");
  require(result.config.facts == again.config.facts, "other facts when read again");
  check_texts(result, !holds(input, kTraceOfSecrets));
  require(result.usable() || result.config.facts.empty(), "facts of a configuration that is not usable");
  if (result.usable()) check_usable(result.config);
}

}  // namespace noticed::fuzz
