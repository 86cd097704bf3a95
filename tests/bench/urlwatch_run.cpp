#include "bench/urlwatch_run.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "bench/daemon_run.h"
#include "bench/disk_dir.h"
#include "bench/nginx_run.h"
#include "bench/process_stat.h"

namespace noticed::bench {

namespace {

constexpr const char* kProgram = "/usr/bin/urlwatch";

}  // namespace

std::optional<Spread> urlwatch_per_cpu_second(unsigned jobs, unsigned rounds) {
  if (::access(kProgram, X_OK) != 0) {
    say("urlwatch is not installed: it is left out");
    return {};
  }
  const DiskDir dir(NOTICED_BENCH_DIRECTORY);
  NginxRun server(dir.path() / "nginx", Speech::http1, 0);
  std::ofstream urls(dir.path() / "urls.yaml");
  const auto ids = build_job_ids(jobs);
  for (std::size_t i = 0; i < ids.size(); ++i)
    urls << (i == 0 ? "" : "---\n") << "url: " << server.url() << "/v3/jobs/notice/" << ids[i]
         << "/query\nheaders:\n  X-Auth-Token: " << kToken << "\n";
  if (!urls.flush()) throw std::runtime_error("cannot write urlwatch's jobs");
  const std::vector<std::string> arguments{kProgram,
                                           "--urls",
                                           dir.path() / "urls.yaml",
                                           "--config",
                                           dir.path() / "config.yaml",
                                           "--hooks",
                                           dir.path() / "hooks.py",
                                           "--cache",
                                           dir.path() / "cache.db"};
  std::vector<double> values;
  for (unsigned round = 0; round <= rounds; ++round) {  // the first round is the first observation
    say("urlwatch: round " + std::to_string(round) + " of " + std::to_string(rounds));
    const std::uint64_t before = server.served();
    const double cpu = used_cpu_seconds(RUSAGE_CHILDREN);
    ChildProcess urlwatch(arguments, dir.path() / "urlwatch.log");
    if (urlwatch.finish() != 0) throw std::runtime_error("urlwatch failed");
    const std::uint64_t polls = server.served() - before;
    if (polls != jobs) throw std::runtime_error("urlwatch asked " + std::to_string(polls) + " times");
    if (round > 0) values.push_back(static_cast<double>(polls) / (used_cpu_seconds(RUSAGE_CHILDREN) - cpu));
  }
  return spread(values);
}

}  // namespace noticed::bench
