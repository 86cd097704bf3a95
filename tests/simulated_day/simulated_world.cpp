#include "simulated_day/simulated_world.h"
#include "tests/support/services.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace noticed::tests {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// "/v1/task/notification/task7", "/v4/repositories/1000801/notification-subscriptions/status"
std::pair<std::size_t, std::size_t> place_of(const std::string& url) {
  const auto task = url.rfind("/task");
  if (task != std::string::npos && task > url.find("/notification/")) return {std::stoul(url.substr(task + 5)), 0};
  constexpr std::string_view kRepositories = "/repositories/";
  const auto number = std::stoul(url.substr(url.find(kRepositories) + kRepositories.size()));
  return {number - 1'000'000, url.find("/subscription?") == std::string::npos ? 0 : 1};
}

SectionMask wanted_of(std::size_t resource) {
  if (resource < kChecks) return 1;
  return static_cast<SectionMask>(bit(0) | bit(*section_index(service::repo, "email")));
}

/// In memory, if there is such a place.
std::filesystem::path parent_directory() {
  const std::filesystem::path fast = "/dev/shm";
  std::error_code ignored;
  const bool have = std::filesystem::is_directory(fast, ignored) && ::access(fast.c_str(), W_OK) == 0;
  return have ? fast : std::filesystem::temp_directory_path();
}

bool may_pass(Service service, const HttpResult& result) {
  static const Redactor redactor{FingerprintKey{}};
  if (result.failure) return reaction_to(*result.failure) != Reaction::none;
  const auto read = read_reply(result.reply, redactor, info_of(service).good_status);
  const auto* failure = std::get_if<Failure>(&read);
  return failure != nullptr && reaction_to(*failure) != Reaction::none;
}

StoreOptions store_options(const std::filesystem::path& database) {
  StoreOptions options;
  options.path = database;
  options.key_id = "weather";
  options.version = "test";
  return options;
}

}  // namespace

void SkyTransport::send(HttpRequest request, Handler handler) {
  const auto [resource, section] = place_of(request.url);
  const TimePoint sent = loop_.clock().wall();
  ++per_minute[to_ms(sent) / 60'000];
  milliseconds delay{std::uniform_int_distribution<int>(5, 200)(random_)};
  if (const auto silence = sky_.silence(resource, section, sent)) delay = *silence;
  const auto answer = [this, resource = resource, section = section, sent, handler = std::move(handler), id = next_] {
    const TimePoint now = loop_.clock().wall();
    HttpResult result = sky_.answer(resource, section, sent, now);
    attempts[resource].push_back({sent, section, sky_.good(resource, section, sent),
                                  may_pass(Sky::service_of(resource), result), sky_.version(resource, now)});
    auto held = answers_.extract(id);
    handler(std::move(result));
  };
  answers_[next_++] = loop_.after(delay, answer);
}

World::World(std::uint32_t seed, bool dark_hour)
    : begin_(loop_.clock().wall()),
      sky_(seed, begin_, dark_hour),
      transport_(loop_, sky_, seed + 1),
      directory_(parent_directory()),
      database_(directory_.path() / "noticed.db"),
      log_(loop_.clock(), "error", LogFormat::text),
      store_(std::make_unique<Store>(store_options(database_), begin_)),
      fetcher_(loop_, transport_, seed + 2) {
  transport_.attempts.resize(kResources);
  Watcher::Hooks hooks;
  hooks.commit = [this](PollReport report, std::function<void(const CommitResult*)> done) {
    commits_.emplace_back(std::move(report), std::move(done));
    if (commits_.size() == 1) commit_alarm_ = loop_.after(milliseconds{20}, [this] { commit_soon(); });
  };
  hooks.on_committed = [](const std::vector<Event>&) {};
  hooks.outage = [this](const OutageTurn& turn, const std::function<void(bool)>&) {
    const TimePoint now = loop_.clock().wall();
    if (turn.began)
      store_->begin_outage(turn.outage, now);
    else
      store_->end_outage(turn.outage.key, now);
  };
  hooks.all_seen = [] {};
  hooks.idle = [] {};
  watcher_ = std::make_unique<Watcher>(loop_, fetcher_, redactor_, log_, std::move(hooks));
}

World::~World() {
  watcher_.reset();
  store_.reset();
}

void World::commit_soon() {
  auto taken = std::exchange(commits_, {});
  std::vector<PollReport> reports;
  for (auto& one : taken) reports.push_back(std::move(one.first));
  const auto results = store_->commit(reports);
  for (std::size_t i = 0; i < taken.size(); ++i) taken[i].second(&results[i]);
}

void World::flush() {
  store_->flush(watcher_->take_confirmations(), loop_.clock().wall());
  flush_alarm_ = loop_.after(minutes{1}, [this] { flush(); });
}

void World::run() {
  std::vector<WatchedResource> resources(kResources);
  for (std::size_t i = 0; i < kResources; ++i) {
    auto& info = resources[i].info;
    info.account = "prod";
    info.service = Sky::service_of(i);
    info.id = Sky::id_of(i);
    info.project_id = info.id;  // of their own: a change makes no others urgent
    resources[i].interval = kInterval;
    resources[i].sections = wanted_of(i);
  }
  auto policy = std::make_shared<Policy>();
  policy->generation = 1;
  Inventory inventory;
  inventory.resources = resources;
  const Started started = store_->begin_generation(inventory, policy, begin_);
  auto generation = std::make_shared<Generation>();
  generation->number = 1;
  generation->accounts.push_back(std::make_unique<Account>(
      "prod", Account::Endpoints{{"", "", "https://check", "https://repo"}, ""}, std::make_shared<FakeSignIn>()));
  generation->paces = {{"https://check", {"check"}}, {"https://repo", {"repo"}}};
  for (const auto& remembered : started.watched) {
    add_remembered(generation->list, 0, remembered);
    generation->times.insert(generation->times.end(), remembered.times.begin(), remembered.times.end());
  }
  watcher_->start(generation, false);
  flush();
  loop_.advance(hours{25});
  watcher_->stop();
  loop_.advance(seconds{1});
  store_->flush(watcher_->take_confirmations(), loop_.clock().wall());
  store_->close(loop_.clock().wall());
}

}  // namespace noticed::tests
