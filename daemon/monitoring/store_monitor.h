// Keeps the store's own numbers in memory. Asks the storage thread for its numbers every few seconds, which also shows
// that it responds, and for a survey of all resources in parts with pauses, so that commits come between. Numbers are
// at most about 10 s old, a survey about 30 s plus its duration; surveys take at most 1/50 of the storage thread's
// time. Network thread only; the work is done on the storage thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/runtime/store_access.h"
#include "pollers/loop.h"

namespace noticed {

/// All parts of a survey, combined.
struct Survey {
  std::map<std::pair<std::string, Service>, SurveyGroup> groups;
  std::vector<FailingResource> failing;
  TimePoint at{};  // when it began
};

class StoreMonitor {
 public:
  /// The references must outlive it.
  StoreMonitor(Loop& loop, StoreAccess& store) : loop_(loop), store_(store) {}

  /// Starts asking; idempotent. The first survey starts at once.
  void start();
  void stop();

  /// The last reply; nullopt before the first one.
  const std::optional<StoreNumbers>& numbers() const { return numbers_; }
  const std::optional<Survey>& survey() const { return survey_; }
  /// Time of the storage thread's last reply, success or error.
  std::optional<TimePoint> answered() const { return answered_; }
  /// How long a reply has been outstanding; zero if none is.
  std::chrono::milliseconds silence() const;

 private:
  void ask_numbers();
  void begin_survey();
  void ask_part(std::int64_t after);
  void on_part(SurveyPart part);
  void schedule_next();

  Loop& loop_;
  StoreAccess& store_;
  std::optional<StoreNumbers> numbers_;
  std::optional<Survey> survey_;
  std::optional<TimePoint> answered_;
  std::optional<SteadyPoint> asked_;
  Survey growing_;
  std::chrono::milliseconds spent_{0};  // storage thread's time for this survey
  Alarm numbers_alarm_, survey_alarm_;
  bool stopped_ = true;
};

}  // namespace noticed
