// The commands about deliveries, as a user types them.
#include <gtest/gtest.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

/// One event that `ops` took, `chat` refused for good, and `pager` does not take yet.
class DeliveryCommands : public testing::Test {
 protected:
  DeliveryCommands() {
    options_.extra = sink("chat", "slack", chat_.url()) + sink("pager", "mattermost", pager_.url());
    chat_.answer({.status = 400, .body = "invalid_blocks"});
    pager_.answer({.status = 503, .body = "busy", .headers = {{"retry-after", "3600"}}});
    scene_ = std::make_unique<Scene>(options_);
    job_ = scene_->watch(Service::build, 0);
    scene_->write();
    scene_->start();
    EXPECT_TRUE(scene_->until_count("SELECT count(*) FROM deliveries WHERE state = 'dead' AND sink = 'chat'", 1));
    EXPECT_TRUE(scene_->until_count("SELECT count(*) FROM attempts WHERE verdict = 'retry' AND sink = 'pager'", 1));
    EXPECT_TRUE(scene_->until_count("SELECT count(*) FROM deliveries WHERE state = 'delivered'", 1));
  }
  static std::string sink(const std::string& name, const std::string& type, const std::string& url) {
    return "[[sink]]\nname = \"" + name + "\"\ntype = \"" + type + "\"\nurl = \"" + url + "\"\ngroup_wait = \"0s\"\n";
  }
  std::string run(const std::vector<std::string>& arguments, int wanted = 0) {
    std::string output;
    EXPECT_EQ(scene_->command(arguments, &output), wanted) << output;
    return output;
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  receiver::Receiver chat_, pager_;
  SceneOptions options_;
  std::unique_ptr<Scene> scene_;
  std::string job_;
};

TEST_F(DeliveryCommands, ExplainTellsTheWholeStory) {
  const auto story = run({"explain", "#1"});
  EXPECT_TRUE(has(story, "ops: delivered 2")) << story;
  EXPECT_TRUE(has(story, "chat: DEAD after 1 attempt: HTTP 400: invalid_blocks")) << story;
  EXPECT_TRUE(has(story, "noticed replay --sink chat --dead --since 2")) << story;
  EXPECT_TRUE(has(story, "pager: pending since 2")) << story;
  EXPECT_TRUE(has(story, "last error: HTTP 503: busy; next retry at 2")) << story;
  EXPECT_TRUE(has(story, "ATTEMPTS")) << story;
  EXPECT_TRUE(has(story, "drop: HTTP 400: invalid_blocks")) << story;
  EXPECT_TRUE(has(story, "UTC+00:00")) << story;
  const std::string id = scene_->query("SELECT id FROM events").front().front();
  const auto document = Json::parse(run({"explain", id, "--json"}));
  EXPECT_EQ(document["deliveries"].size(), 3U);
  EXPECT_EQ(document["attempts"].size(), 3U);
  EXPECT_EQ(document["body"]["id"], id);
  run({"explain", "#99"}, 66);
}

TEST_F(DeliveryCommands, ExplainShowsTheChangeAndItsWindow) {
  scene_->set(Service::build, job_, "query", "/result/1/enable_map/buildJobFail", false);
  ASSERT_TRUE(scene_->until_count("SELECT count(*) FROM changes", 1));
  const auto story = run({"explain", "2"});
  EXPECT_TRUE(has(story, "email/buildJobFail/enabled: true -> false  (muted)")) << story;
  EXPECT_TRUE(has(story, "between 2")) << story;
}

TEST_F(DeliveryCommands, DeliveriesListsWhatWaitsAndWhatWasGivenUp) {
  EXPECT_TRUE(has(run({"deliveries", "--dead"}), "HTTP 400: invalid_blocks"));
  EXPECT_FALSE(has(run({"deliveries", "--dead"}), "pager"));
  const auto pending = Json::parse(run({"deliveries", "--pending", "--json"}));
  EXPECT_EQ(pending["sink"], "pager");
  EXPECT_EQ(pending["attempts"], 1);
  EXPECT_TRUE(has(run({"deliveries", "--sink", "ops", "--csv"}), "seq,event_id,at,"));
  EXPECT_EQ(run({"deliveries", "--sink", "nobody"}), "no deliveries\n");
  const auto status = run({"status"});
  EXPECT_TRUE(has(status, "sink pager: the last 1 attempt failed; 1 message pending")) << status;
  EXPECT_TRUE(has(status, "sink chat: 1 dead; noticed deliveries --dead --sink chat")) << status;
}

TEST_F(DeliveryCommands, ReplayIsSeenByTheDaemonWithinSeconds) {
  chat_.answer({.status = 200, .body = "ok"});
  EXPECT_EQ(run({"replay", "--sink", "chat", "--dead", "--since", "1h ago", "--dry-run"}),
            "chat: 0 delivered messages and 1 dead message would be sent again\n");
  EXPECT_EQ(chat_.deliveries().size(), 1U);
  EXPECT_EQ(run({"replay", "--sink", "chat", "--dead", "--since", "1h ago"}),
            "chat: 0 delivered messages and 1 dead message will be sent again\n");
  EXPECT_TRUE(chat_.wait_for(2, std::chrono::seconds{20}));
  EXPECT_TRUE(has(chat_.deliveries().back().body, "Sent again on request"));
  EXPECT_TRUE(scene_->until_count("SELECT count(*) FROM deliveries WHERE sink = 'chat' AND state = 'delivered'", 1));
  EXPECT_TRUE(has(run({"replay", "--sink", "nobody", "--since", "1h ago"}, 66), "known sinks: chat, ops, pager"));
}

TEST_F(DeliveryCommands, TestSinkSaysWhatCameOfIt) {
  chat_.answer({.status = 200, .body = "ok"});
  EXPECT_TRUE(has(run({"test-sink", "chat"}), "chat (slack): delivered, HTTP 200, "));
  EXPECT_TRUE(has(chat_.deliveries().back().body, "Test message for sink chat"));
  EXPECT_TRUE(has(run({"test-sink", "pager"}, 1), "pager (mattermost): retry, HTTP 503: busy"));
  const auto document = Json::parse(run({"test-sink", "ops", "--json"}));
  EXPECT_EQ(document["verdict"], "delivered");
  EXPECT_EQ(document["status"], 200);
  EXPECT_TRUE(scene_->receiver().deliveries().back().signature_ok);
  EXPECT_TRUE(has(run({"test-sink", "nobody"}, 66), "known sinks: ops, chat, pager"));
  EXPECT_EQ(scene_->count("SELECT count(*) FROM events"), 1) << "a test is not part of the history";
}

}  // namespace
}  // namespace noticed::test
