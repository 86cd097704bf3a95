// The same history, read by sqlite3, by noticed, in the log and in the webhook's bodies, tells the same story.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

/// One line a change: event id, path, old, new, effect, severity.
using Story = std::multiset<std::string>;

std::string line_of(const Json& change, const std::string& event) {
  return event + " " + change["channel"].get<std::string>() + "/" + change["event"].get<std::string>() + "/" +
         change["attribute"].get<std::string>() + " " + change["old"].dump() + " " + change["new"].dump() + " " +
         change["effect"].get<std::string>() + " " + change["severity"].get<std::string>();
}

Story from_bodies(const std::vector<Json>& bodies) {
  Story story;
  for (const auto& body : bodies)
    if (body["type"] == "noticed.settings.changed")
      for (const auto& change : body["data"]["changes"]) story.insert(line_of(change, body["id"]));
  return story;
}

std::vector<Json> json_lines(const std::string& text) {
  std::vector<Json> documents;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with('{')) documents.push_back(Json::parse(line));
  return documents;
}

Story from_sqlite(const Scene& scene) {
  Story story;
  for (const auto& row :
       scene.query("SELECT event_id, channel, event, attribute, old, new, effect, severity FROM changes")) {
    const auto json = [](const std::string& text) { return text == "NULL" ? "null" : Json::parse(text).dump(); };
    story.insert(row[0] + " " + row[1] + "/" + row[2] + "/" + row[3] + " " + json(row[4]) + " " + json(row[5]) + " " +
                 row[6] + " " + row[7]);
  }
  return story;
}

Story from_history(const Scene& scene) {
  std::string output;
  EXPECT_EQ(scene.command({"history", "--json"}, &output), 0) << output;
  Story story;
  for (const auto& record : json_lines(output)) story.insert(line_of(record, record["event_id"]));
  return story;
}

TEST(Story, IsTheSameWhoeverReadsIt) {
  SceneOptions options;
  options.json_log = true;
  Scene scene(options);
  scene.watch_all(0);
  const auto id = [](Service service) { return codearts::generated_id(service, 0); };
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.set(Service::build, id(Service::build), "query", "/result/1/enable_map/buildJobFail", false);
  scene.set(Service::pipeline, id(Service::pipeline), "2", "/events/3/selected", true);
  scene.set(Service::pipeline, id(Service::pipeline), "status", "/0/enabled", true);
  scene.set(Service::check, id(Service::check), "notification", "/codeGateFailed/roles", "Developer,Tester");
  scene.set(Service::repo, id(Service::repo), "status", "/email/enabled", false);
  scene.set(Service::repo, id(Service::repo), "feishu", "/subscript_events/0/enabled", false);
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM changes", 6));
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM deliveries WHERE state <> 'delivered'", 0));
  EXPECT_EQ(scene.stop(), 0);

  std::vector<Json> told;
  for (const auto& delivery : scene.receiver().deliveries()) {
    EXPECT_TRUE(delivery.signature_ok) << delivery.signature_problem;
    EXPECT_EQ(delivery.headers.at("content-type"), "application/cloudevents+json; charset=utf-8");
    told.push_back(Json::parse(delivery.body));
    EXPECT_EQ(
        scene.query("SELECT body FROM events WHERE id = '" + delivery.headers.at("webhook-id") + "'").front().front(),
        delivery.body);
  }
  const Story story = from_sqlite(scene);
  EXPECT_EQ(story.size(), 6U);
  EXPECT_EQ(from_bodies(told), story);
  EXPECT_EQ(from_history(scene), story);
  std::vector<Json> logged;
  for (const auto& record : json_lines(scene.log()))
    if (record.contains("specversion")) logged.push_back(record);
  EXPECT_EQ(from_bodies(logged), story);
}

}  // namespace
}  // namespace noticed::test
