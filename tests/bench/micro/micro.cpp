// noticed-micro: what one step costs on the documented answers of each service: redact, normalize, diff, commit.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "bench/disk_dir.h"
#include "codearts/defaults.h"
#include "pollers/body.h"
#include "pollers/body_hash.h"
#include "pollers/poller.h"
#include "storage/file/key_file.h"
#include "storage/model/change.h"
#include "storage/store.h"

namespace noticed::bench {
namespace {

using std::chrono::minutes;

constexpr std::string_view kId = "48c66c6002964721be537cdc6ce0297b";

/// One service's first answer that says most: build's query, the detail of a pipeline's e-mail, check's, a repo's
/// e-mail.
struct Sample {
  Service service;
  std::size_t slot;  // of the simulated cloud, which is the request's number, too
  std::string_view id;
};
constexpr Sample kSamples[] = {
    {Service::build, 0, kId}, {Service::pipeline, 2, kId}, {Service::check, 0, kId}, {Service::repo, 2, "2111978605"}};

const Sample& sample_of(const benchmark::State& state) { return kSamples[state.range(0)]; }

std::string body_of(const Sample& sample, std::uint64_t variant = 0) {
  return codearts::default_answer(static_cast<codearts::Service>(sample.service), sample.slot, sample.id, variant)
      .dump();
}

Target target_of(const Sample& sample) { return {.id = sample.id, .project_id = "e2e18230a85d4d6ab0b56cb6d2246c18"}; }

Settings settings_of(const Sample& sample, std::uint64_t variant) {
  const Poller& poller = poller_for(sample.service);
  const auto request = poller.requests(target_of(sample)).at(sample.slot);
  const RedactedJson redacted = Redactor(FingerprintKey{}).redact(parse_body(body_of(sample, variant)));
  return poller.normalize(target_of(sample), request, redacted);
}

void hash(benchmark::State& state) {
  const BodyHasher hasher;
  const std::string body = body_of(sample_of(state));
  for (auto _ : state) benchmark::DoNotOptimize(hasher.hash(body));
  state.SetBytesProcessed(static_cast<std::int64_t>(body.size()) * state.iterations());
}

void redact(benchmark::State& state) {
  const Redactor redactor(FingerprintKey{});
  const std::string body = body_of(sample_of(state));
  for (auto _ : state) benchmark::DoNotOptimize(redactor.redact(parse_body(body)));
  state.SetBytesProcessed(static_cast<std::int64_t>(body.size()) * state.iterations());
}

void normalize(benchmark::State& state) {
  const Sample& sample = sample_of(state);
  const Poller& poller = poller_for(sample.service);
  const auto request = poller.requests(target_of(sample)).at(sample.slot);
  const RedactedJson redacted = Redactor(FingerprintKey{}).redact(parse_body(body_of(sample)));
  for (auto _ : state) benchmark::DoNotOptimize(poller.normalize(target_of(sample), request, redacted));
}

void diff_of(benchmark::State& state) {
  const Settings before = settings_of(sample_of(state), 0);
  const Settings after = settings_of(sample_of(state), 1);
  for (auto _ : state) benchmark::DoNotOptimize(diff(before, after));
  state.counters["changes"] = static_cast<double>(diff(before, after).size());
}

/// A store with one build job whose settings go to and fro.
class Flipping {
 public:
  Flipping() : dir_(NOTICED_BENCH_DIRECTORY) {
    const auto database = dir_.path() / "noticed.db";
    const std::string key = load_or_create_key(database, false).id;
    store_ = std::make_unique<Store>(StoreOptions{database, key, "bench", false}, now_);
    const std::vector<WatchedResource> resources{job()};
    Policy policy;
    policy.generation = 1;
    policy.notify_channels = {"email"};
    policy.failure_events = {"buildJobFail"};
    const Inventory inventory{resources, {}, {{"prod", "ap-southeast-3"}}, {}};
    row_ = store_->begin_generation(inventory, std::make_shared<const Policy>(policy), now_).watched.at(0).resource;
  }

  PollReport next() {
    now_ += minutes{5};
    on_ = !on_;
    PollReport cycle;
    cycle.generation = 1;
    cycle.started = now_;
    cycle.resource = row_;
    SectionReport part;
    part.state = SectionReport::State::fetched;
    part.asked = part.answered = now_;
    part.settings = on_ ? on_settings_ : off_settings_;
    part.answer = "{}";
    cycle.sections.push_back(std::move(part));
    return cycle;
  }
  Store& store() { return *store_; }

 private:
  static WatchedResource job() {
    WatchedResource job;
    job.info.account = "prod";
    job.info.service = Service::build;
    job.info.id = kId;
    job.interval = std::chrono::seconds{300};
    job.sections = 1;
    return job;
  }

  DiskDir dir_;
  TimePoint now_{std::chrono::hours{500'000}};
  std::unique_ptr<Store> store_;
  std::int64_t row_ = 0;
  bool on_ = false;
  Settings on_settings_ = settings_of(kSamples[0], 0);
  Settings off_settings_ = settings_of(kSamples[0], 1);
};

/// So many changed cycles in one transaction, as they come together within 50 ms.
void commit(benchmark::State& state) {
  Flipping flipping;
  const auto together = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    std::vector<PollReport> cycles;
    for (std::size_t i = 0; i < together; ++i) cycles.push_back(flipping.next());
    for (const auto& result : flipping.store().commit(cycles))
      if (!result.error.empty()) state.SkipWithError(result.error.c_str());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(hash)->DenseRange(0, 3);
BENCHMARK(redact)->DenseRange(0, 3);
BENCHMARK(normalize)->DenseRange(0, 3);
BENCHMARK(diff_of)->DenseRange(0, 3);
BENCHMARK(commit)->Arg(1)->Arg(100)->UseRealTime();

}  // namespace
}  // namespace noticed::bench

BENCHMARK_MAIN();
