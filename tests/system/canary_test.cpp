// No secret exists outside the process's memory: canaries planted in every place are found nowhere else.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

const char* const kCanaryUrl = "https://open.feishu.cn/open-apis/bot/v2/hook/canaryurl0123456789";
const char* const kCanarySecret = "SECcanarysecret0123456789";
const char* const kCanaryPhone = "17812345678";
const char* const kCanaryMail = "canarymail@example.com";
const char* const kCanaryToken = "canarytoken0123456789";

Json webhook() {
  return {{"notice_id", "n1"},
          {"url", kCanaryUrl},
          {"secret_info", kCanarySecret},
          {"events", {"pipelineRun.failed"}},
          {"mentioned_list", {kCanaryMail}},
          {"mentioned_mobile_list", {kCanaryPhone}},
          {"options", {"projectName"}},
          {"surprise_token", kCanarySecret},
          {"surprise", {{"deep", kCanaryUrl}}},
          {"rows", {{{"text", kCanarySecret}}}}};
}

void plant(Scene& scene) {
  const auto pipeline = scene.watch(Service::pipeline, 0);
  for (const auto* type : {"3", "4", "5", "6"})
    scene.set(Service::pipeline, pipeline, type, "/webhook_config", webhook());
  const auto build = scene.watch(Service::build, 0);
  scene.set(Service::build, build, "query", "/result/0/param_config",
            std::string("{\"webhook\":\"") + kCanaryUrl + "\",\"secret\":\"" + kCanarySecret + "\"}");
  scene.set(Service::build, build, "query", "/result/1/param_config", kCanarySecret);
  scene.set(Service::build, build, "query", "/result/1/callback", kCanaryUrl);
  scene.set(Service::build, build, "query", "/result/1/api_key", 4829137700112233);
  scene.set(Service::build, build, "query", "/result/2/param_config",
            "{\"token\":4829137700112233,\"phone\":17812345678.0}");
  const auto check = scene.watch(Service::check, 0);
  scene.set(Service::check, check, "notification", "/executeTask/contact", kCanaryMail);
  scene.set(Service::check, check, "notification", "/executeTask/phone", kCanaryPhone);
  const auto repo = scene.watch(Service::repo, 0);
  scene.set(Service::repo, repo, "qyweixin", "/webhook_config",
            {{"url", kCanaryUrl},
             {"mention_users", kCanaryMail},
             {"mention_phone", std::string(kCanaryPhone) + ";" + kCanaryPhone}});
  scene.set(Service::repo, repo, "status", "/email/owner", kCanaryMail);
}

/// Names of files below `dir` that hold `canary`, credentials apart.
std::vector<std::string> files_with(const std::filesystem::path& dir, const std::string& canary) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir))
    if (entry.is_regular_file() && entry.path().string().find("/credentials/") == std::string::npos &&
        read_file(entry.path()).find(canary) != std::string::npos)
      found.push_back(entry.path().string());
  return found;
}

TEST(Secrecy, CanariesAreFoundNowhere) {
  SceneOptions options;
  options.cloud["tokens"] = {kCanaryToken};
  options.json_log = true;
  Scene scene(options);
  write_file(scene.dir() / "credentials/token", std::string(kCanaryToken) + "\n");
  plant(scene);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight()) << scene.log();
  const auto pipeline = codearts::generated_id(Service::pipeline, 0);
  const auto build = codearts::generated_id(Service::build, 0);
  // Changes, so that old and new values are reported, and an error text that repeats the secrets.
  scene.set(Service::pipeline, pipeline, "5", "/webhook_config/url", std::string(kCanaryUrl) + "second");
  scene.set(Service::pipeline, pipeline, "4", "/webhook_config/secret_info", std::string(kCanarySecret) + "second");
  scene.set(Service::pipeline, pipeline, "4", "/webhook_config/mentioned_mobile_list", {std::string("17812345679")});
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM events WHERE type = 'noticed.settings.changed'", 1));
  const std::string complaint = std::string("token ") + kCanaryToken + " for " + kCanaryUrl + " of " + kCanaryMail +
                                " " + kCanaryPhone + " secret=" + kCanarySecret;
  scene.fault(build, "status",
              {{"status", 401}, {"body", Json{{"error_code", "APIGW.0301"}, {"error_msg", complaint}}.dump()}});
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE to_at IS NULL AND detail IS NOT NULL", 1));
  EXPECT_TRUE(scene.receiver().wait_for(2, std::chrono::seconds{20}));

  const std::string process = "/proc/" + std::to_string(scene.daemon().pid());
  const std::string outside = read_file(process + "/environ") + read_file(process + "/cmdline");
  ASSERT_FALSE(outside.empty());
  std::string told;
  for (const auto& delivery : scene.receiver().deliveries()) told += delivery.body;
  ASSERT_NE(told.find("webhook.url"), std::string::npos);
  for (const std::string canary :
       {"canaryurl", "canarysecret", "17812345678", "canarymail", "canarytoken", "17812345679", "4829137700112233"}) {
    EXPECT_EQ(files_with(scene.dir(), canary), std::vector<std::string>{}) << "database, WAL, log while running";
    EXPECT_EQ(outside.find(canary), std::string::npos) << canary;
    EXPECT_EQ(told.find(canary), std::string::npos) << canary;
  }
  scene.stop();
  for (const std::string canary : {"canaryurl", "canarysecret", "17812345678", "canarymail", "canarytoken"})
    EXPECT_EQ(files_with(scene.dir(), canary), std::vector<std::string>{}) << "after the stop";
}

}  // namespace
}  // namespace noticed::test
