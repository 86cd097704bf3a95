#include "daemon/maintenance/pruner.h"

namespace noticed {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kEvery = 1h;
constexpr std::chrono::milliseconds kBatchPause = 100ms;  // between two batches

}  // namespace

void Pruner::configure(std::optional<std::chrono::milliseconds> keep) {
  if (keep == keep_ && alarm_) return;  // a reload does not postpone it
  keep_ = keep;
  horizon_.reset();
  alarm_.cancel();
  if (keep_) wait();
}

void Pruner::wait() {
  horizon_.reset();
  alarm_ = loop_.after(kEvery, [this] { begin(); });
}

void Pruner::begin() {
  so_far_ = {};
  horizon_ = loop_.clock().wall() - *keep_;
  prune();
}

void Pruner::prune() {
  const TimePoint horizon = *horizon_;
  const Clock& clock = loop_.clock();
  const auto batch = [horizon, &clock](Store& store) { return store.prune(horizon, clock); };
  store_.ask<PruneStep>(batch, [this, horizon](std::exception_ptr error, const PruneStep& step) {
    if (horizon_ != horizon) return;  // the retention time was changed meanwhile
    if (!error) return on_batch(step);
    log_.warn("not_pruned", {{"error", what_of(error)}, {"effect", "retried in an hour"}});
    wait();
  });
}

void Pruner::on_batch(const PruneStep& step) {
  so_far_.removed += step.removed;
  so_far_.bytes += step.bytes;
  if (!step.done) {
    alarm_ = loop_.after(kBatchPause, [this] { prune(); });
    return;
  }
  if (so_far_.removed.rows() > 0 || so_far_.bytes > 0)
    log_.info("pruned", {{"before", to_text(*horizon_)},
                         {"events", std::to_string(so_far_.removed.events)},
                         {"snapshots", std::to_string(so_far_.removed.snapshots)},
                         {"rows", std::to_string(so_far_.removed.rows())},
                         {"bytes", std::to_string(so_far_.bytes)}});
  wait();
}

}  // namespace noticed
