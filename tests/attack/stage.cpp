#include "attack/stage.h"

#include <map>

namespace noticed::attack {

using codearts::Service;

test::SceneOptions Stage::with_jobs(test::SceneOptions options, int jobs) {
  options.cloud["generate"] = {{"build", jobs + 1}, {"pipeline", 1}, {"check", 1}, {"repo", 1}};
  return options;
}

Stage::Stage(test::SceneOptions options, int jobs) : scene_(with_jobs(std::move(options), jobs)) {
  for (int i = 0; i < jobs; ++i) jobs_.push_back({scene_.watch(Service::build, static_cast<std::uint64_t>(i))});
  scene_.write();
}

void Stage::change(int count) {
  for (; count > 0; --count, ++next_) {
    Job& job = jobs_[next_ % jobs_.size()];
    job.on = !job.on;
    job.touched = true;
    scene_.set(Service::build, job.id, "query", "/result/0/enable_map/deleteJob", job.on);
  }
}

bool Stage::until_all_seen(std::chrono::seconds patience) {
  const auto all_seen = [&] {
    std::map<std::string, std::string> stored;
    for (const auto& row :
         scene_.query("SELECT s.external_id, json_extract(s.settings, '$.\"dingtalk/deleteJob/enabled\"') "
                      "FROM snapshots s WHERE s.superseded_at IS NULL"))
      stored[row[0]] = row[1];
    for (const Job& job : jobs_)
      if (!stored.contains(job.id) || (job.touched && stored[job.id] != (job.on ? "1" : "0"))) return false;
    return true;
  };
  return test::eventually(all_seen, patience);
}

bool Stage::until_logged(const std::string& text, std::chrono::seconds patience) {
  return test::eventually([&] { return scene_.log().find(text) != std::string::npos; }, patience);
}

}  // namespace noticed::attack
