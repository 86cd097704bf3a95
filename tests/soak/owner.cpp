#include "soak/owner.h"

#include <array>

#include "bench/watch_clock.h"
#include "codearts/cloud_service.h"

namespace noticed::soak {

using codearts::Json;

namespace {

// Prime, so that neighbours in the list are not changed one after the other.
constexpr std::uint64_t kStride = 7'919;

constexpr const char* kAllBuildJobs = "/v3/jobs/notice/";

/// One in 900 each, and nine of them.
const std::vector<Json>& bad_luck() {
  static const std::vector<Json> kinds{{{"kind", "status"}, {"status", 503}, {"body", "busy"}},
                                       {{"kind", "status"}, {"status", 500}},
                                       {{"kind", "delay"}, {"ms", 6'000}},
                                       {{"kind", "truncate"}},
                                       {{"kind", "garbage"}},
                                       {{"kind", "reset"}},
                                       {{"kind", "close"}},
                                       {{"kind", "html"}},
                                       {{"kind", "huge"}, {"mb", 2}}};
  return kinds;
}

}  // namespace

Owner::Owner(codearts::Server& cloud, std::uint64_t resources) : cloud_(cloud), times_(resources, 0) {
  for (std::uint64_t i = 0; i < resources; ++i) ids_.push_back(codearts::generated_id(codearts::Service::build, i));
}

void Owner::change(std::uint64_t count) {
  for (; count > 0; --count, ++made_) {
    const std::uint64_t resource = made_ * kStride % ids_.size();
    const bool off = times_[resource]++ % 2 == 0;  // it is on at first
    const Json edit{{"service", "build"},
                    {"id", ids_[resource]},
                    {"answer", "query"},
                    {"pointer", "/result/1/enable_map/buildJobFail"},
                    {"value", !off}};
    cloud_.control("set", edit);
  }
}

void Owner::begin_faults() {
  for (Json fault : bad_luck()) {
    fault["path"] = kAllBuildJobs;
    fault["every"] = 100 * bad_luck().size();
    cloud_.control("fault", fault);
    bench::nap(std::chrono::milliseconds{37});  // different offsets, so that no two faults hit the same answer
  }
}

void Owner::throttle_once() {
  cloud_.control("fault",
                 {{"path", kAllBuildJobs}, {"kind", "throttle"}, {"limit", 6'000}, {"time", "1 second"}, {"times", 1}});
}

void Owner::end_faults() { cloud_.control("fault", Json::object(), "DELETE"); }

}  // namespace noticed::soak
