// Each kind of key is changed under a running daemon, and what it is for is then seen to happen. Seen elsewhere or too
// dear to see here: storage.keep (pruner_test), polling.concurrency (fetcher_test), ca_file (http_tls_test),
// destination (inventory), and of accounts and sinks the keys that are read anew with the one shown here.
#include <gtest/gtest.h>

#include <csignal>
#include <ostream>

#include "storage/model/clock.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Service;

struct Key {
  const char* name;
  const char* from;  // of the configuration's text; empty: `to` comes at the end
  std::string to;    // SINK becomes the receiver's address
  std::function<bool(Scene&)> holds;
};

void PrintTo(const Key& key, std::ostream* stream) { *stream << key.name; }

std::string job() { return codearts::generated_id(Service::build, 0); }

bool logs(Scene& scene, const std::string& text) {
  return eventually([&] { return scene.log().find(text) != std::string::npos; });
}

bool in_force(Scene& scene) { return logs(scene, "generation=2"); }

bool failing(Scene& scene, const std::string& reason) {
  return eventually(
      [&] { return scene.count("SELECT count(*) FROM gaps WHERE to_at IS NULL AND reason = '" + reason + "'") > 0; });
}

bool polled_often(Scene& scene) {
  const long before = scene.cloud().stats().value("requests", 0L);
  return eventually([&] { return scene.cloud().stats().value("requests", 0L) >= before + 4; });
}

/// Whether the first poll that fails is told, once the new configuration is in force.
bool told_at_once(Scene& scene, int status, const std::string& type) {
  if (!in_force(scene)) return false;
  scene.fault(job(), "status", {{"status", status}, {"body", "{}"}});
  return scene.until_events(type, 1) &&
         scene.count("SELECT json_extract(body, '$.data.failure.polls') FROM events WHERE type = 'noticed." + type +
                     "'") == 1;
}

/// A change of the job's settings, and whether the sink hears of it.
bool told(Scene& scene, const std::string& sink) {
  scene.set(Service::build, job(), "query", "/result/1/enable_map/buildJobFail", false);
  return scene.until_count("SELECT count(*) FROM deliveries WHERE sink = '" + sink +
                               "' AND event_id = (SELECT id FROM "
                               "events WHERE type = 'noticed.settings.changed') AND state = 'delivered'",
                           1);
}

std::vector<Key> keys() {
  std::vector<Key> all{
      {"log_level", "[daemon]\n", "[daemon]\nlog_level = \"warn\"\n",
       [](Scene& scene) {
         return logs(scene, "key=daemon.log_level") && scene.until_events("config.changed", 1) &&
                scene.log().find("generation=2") == std::string::npos;
       }},
      {"log_format", "[daemon]\n", "[daemon]\nlog_format = \"json\"\n",
       [](Scene& scene) { return logs(scene, R"("event":"watching")"); }},
      {"time_zone", "\"UTC\"", "\"Asia/Shanghai\"", [](Scene& scene) { return logs(scene, " +08:00 info watching"); }},
      {"storage_path", "noticed.db\"", "other.db\"",
       [](Scene& scene) {
         return logs(scene, "restart_needed key=storage.path") && in_force(scene) &&
                scene.events("config.changed") == 0 && !std::filesystem::exists(scene.dir() / "other.db");
       }},
      {"proxy", "", "[network]\nproxy = \"http://127.0.0.1:9\"\n",
       [](Scene& scene) { return failing(scene, "network"); }},
      {"interval", "\"1h\"", "\"1s\"", polled_often},
      {"timeout", "\"2s\"", "\"100ms\"",
       [](Scene& scene) {
         scene.fault("/v", "delay", {{"ms", 300}});
         return failing(scene, "timeout");
       }},
      {"fail_after", "timeout = \"2s\"", "timeout = \"2s\"\nfail_after = 1",
       [](Scene& scene) { return told_at_once(scene, 403, "resource.unreachable"); }},
      {"gone_after", "timeout = \"2s\"", "timeout = \"2s\"\ngone_after = 1",
       [](Scene& scene) { return told_at_once(scene, 404, "resource.gone"); }},
      {"notify_channels", "", "[coverage]\nnotify_channels = [\"wecom\"]\n",
       [](Scene& scene) { return scene.until_count("SELECT count(*) FROM coverage WHERE covered = 1", 0); }},
      {"failure_events", "", "[coverage]\nfailure_events = [\"buildJobSuccess\"]\n",
       [](Scene& scene) {
         return scene.until_count("SELECT count(*) FROM coverage WHERE event = 'buildJobFail' AND is_failure", 0);
       }},
      {"token_file", "auth = \"token\"", "auth = \"token\"\ntoken_file = \"secret\"",
       [](Scene& scene) { return failing(scene, "auth"); }},
      {"endpoints", "endpoints = { build = \"http://127.0.0.1:", "endpoints = { build = \"http://127.0.0.2:",
       [](Scene& scene) { return failing(scene, "network"); }},
      {"rate_limit", "\"100000/s\"", "\"1/s\"",
       [](Scene& scene) {
         if (!in_force(scene)) return false;
         const auto begin = SystemClock().steady();
         for (int i = 0; i < 4; ++i) scene.command({"poll", "build-0"}, nullptr);
         return SystemClock().steady() - begin > std::chrono::seconds{2};
       }},
      {"discover", "", "[[discover]]\nservices = [\"check\"]\n",
       [](Scene& scene) { return scene.until_count("SELECT count(*) FROM resources WHERE service = 'check'", 100); }},
      {"resource_name", "name = \"build-0\"", "name = \"payments\"",
       [](Scene& scene) { return scene.until_count("SELECT count(*) FROM resources WHERE name = 'payments'", 1); }},
      {"resource_channels", "name = \"repo-0\"", "name = \"repo-0\"\nchannels = [\"email\"]",
       [](Scene& scene) {
         return scene.until_count("SELECT count(*) FROM gaps WHERE reason = 'not_watched' AND section = 'wecom'", 1);
       }},
      {"sink_added", "", "[[sink]]\nname = \"more\"\ntype = \"webhook\"\nurl = \"SINK\"\nsecret_file = \"secret\"\n",
       [](Scene& scene) { return in_force(scene) && told(scene, "more"); }},
      {"sink_match", "type = \"webhook\"\n", "type = \"webhook\"\nmatch = { service = [\"repo\"] }\n",
       [](Scene& scene) {
         if (!in_force(scene)) return false;
         scene.set(Service::build, job(), "query", "/result/1/enable_map/buildJobFail", false);
         return scene.until_events("settings.changed", 1) &&
                scene.count(
                    "SELECT count(*) FROM deliveries WHERE event_id = (SELECT id FROM events WHERE type = "
                    "'noticed.settings.changed')") == 0;
       }},
      {"conf_d", "", "", polled_often},
  };
  return all;
}

class ReloadKeys : public ::testing::TestWithParam<Key> {
 protected:
  /// Cases whose effect needs polls poll every second, the others almost never.
  static SceneOptions options() {
    const std::string name = GetParam().name;
    const bool still = name == "interval" || name == "rate_limit" || name == "conf_d";
    SceneOptions options;
    options.interval = still ? "1h" : "1s";
    return options;
  }
  void change() {
    const Key& key = GetParam();
    if (key.name == std::string("conf_d")) {
      std::filesystem::create_directory(scene_.dir() / "conf.d");
      std::string text = read_file(scene_.config());
      const std::string line = "interval = \"1h\"\n";
      text.erase(text.find(line), line.size());
      write_file(scene_.config(), text);
      return write_file(scene_.dir() / "conf.d/fast.toml", "[polling]\ninterval = \"1s\"\n");
    }
    std::string text = read_file(scene_.config());
    std::string to = key.to;
    if (const auto at = to.find("SINK"); at != std::string::npos) to.replace(at, 4, scene_.receiver().url());
    const std::string from = key.from;
    if (from.empty())
      text += to;
    else
      text.replace(text.find(from), from.size(), to);
    write_file(scene_.config(), text);
  }
  Scene scene_{options()};
};

TEST_P(ReloadKeys, KeyIsChangedThenItHoldsWithoutARestart) {
  const Key& key = GetParam();
  scene_.watch(Service::build, 0);
  scene_.watch(Service::repo, 0);
  scene_.write();
  scene_.start();
  ASSERT_TRUE(scene_.first_sight());
  change();
  scene_.daemon().signal(SIGHUP);
  EXPECT_TRUE(key.holds(scene_)) << scene_.log();
  EXPECT_TRUE(scene_.daemon().running());
}

INSTANTIATE_TEST_SUITE_P(All, ReloadKeys, ::testing::ValuesIn(keys()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace noticed::test
