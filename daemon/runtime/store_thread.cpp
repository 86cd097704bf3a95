#include "daemon/runtime/store_thread.h"

#include <boost/asio/post.hpp>

namespace noticed {
namespace {

constexpr std::chrono::milliseconds kGather{20};  // how long a commit waits for others to share its transaction
constexpr std::size_t kMostTogether = 1'000;

}  // namespace

void StoreQueue::push(StoreJob job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  ready_.notify_one();
}

std::deque<StoreJob> StoreQueue::take() {
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [&] { return closed_ || !jobs_.empty(); });
  std::deque<StoreJob> taken;
  if (jobs_.empty()) return taken;
  if (std::holds_alternative<WorkJob>(jobs_.front())) {
    taken.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
    return taken;
  }
  const auto full = [&] {
    return closed_ || jobs_.size() >= kMostTogether || std::holds_alternative<WorkJob>(jobs_.back());
  };
  ready_.wait_for(lock, kGather, full);
  while (!jobs_.empty() && taken.size() < kMostTogether && std::holds_alternative<CommitJob>(jobs_.front())) {
    taken.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  return taken;
}

void StoreQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  ready_.notify_one();
}

std::size_t StoreQueue::size() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}

StoreThread::StoreThread(boost::asio::any_io_executor network, std::unique_ptr<Store> store,
                         std::function<void(const std::string&)> on_error)
    : network_(std::move(network)),
      store_(std::move(store)),
      on_error_(std::move(on_error)),
      thread_([this] { loop(); }) {}

StoreThread::~StoreThread() {
  queue_.close();
  thread_.join();
}

void StoreThread::commit(PollReport cycle, CommitHandler done) {
  queue_.push(CommitJob{std::move(cycle), std::move(done)});
}

void StoreThread::run(std::function<void(Store&)> work, std::function<void(std::exception_ptr)> done) {
  queue_.push(WorkJob{std::move(work), std::move(done)});
}

void StoreThread::loop() {
  for (auto jobs = queue_.take(); !jobs.empty(); jobs = queue_.take()) {
    if (std::holds_alternative<CommitJob>(jobs.front())) {
      commit_all(std::move(jobs));
      continue;
    }
    auto& job = std::get<WorkJob>(jobs.front());
    std::exception_ptr error;
    try {
      job.work(*store_);
    } catch (...) {
      error = std::current_exception();
    }
    // Moved: whoever reads what it says on the other thread is also the one who destroys it.
    boost::asio::post(network_, [done = std::move(job.done), error = std::move(error)] { done(error); });
  }
}

void StoreThread::commit_all(std::deque<StoreJob> jobs) {
  std::vector<PollReport> cycles;
  std::vector<CommitHandler> handlers;
  for (auto& job : jobs) {
    auto& commit = std::get<CommitJob>(job);
    cycles.push_back(std::move(commit.cycle));
    handlers.push_back(std::move(commit.done));
  }
  std::vector<CommitResult> results;
  std::string error;
  try {
    results = store_->commit(cycles);
  } catch (const std::exception& failure) {
    error = failure.what();
  }
  auto answer = [handlers = std::move(handlers), results = std::move(results), error, on_error = on_error_] {
    if (!error.empty()) on_error(error);
    for (std::size_t i = 0; i < handlers.size(); ++i) handlers[i](i < results.size() ? &results[i] : nullptr);
  };
  boost::asio::post(network_, std::move(answer));
}

}  // namespace noticed
