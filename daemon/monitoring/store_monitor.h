// What the store knows of itself, kept at hand: the storage thread is asked for its numbers every few seconds, which
// also shows that it lives, and for a survey of all resources, part after part with pauses, so that commits come
// between. Numbers are at most some 10 s old, a survey some 30 s and the time it takes; surveys take a fiftieth of the
// storage thread at most. Network thread only; the work is done on the storage thread.
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

/// All parts of a survey together.
struct Survey {
  std::map<std::pair<std::string, Service>, SurveyGroup> groups;
  std::vector<FailingResource> failing;
  TimePoint at{};  // when it began
};

class StoreMonitor {
 public:
  /// The references must outlive it.
  StoreMonitor(Loop& loop, StoreAccess& store) : loop_(loop), store_(store) {}

  /// Begins to ask; once it does, surveys at once.
  void start();
  void stop();

  /// As last answered; nothing: not yet.
  const std::optional<StoreNumbers>& numbers() const { return numbers_; }
  const std::optional<Survey>& survey() const { return survey_; }
  /// When the storage thread answered last, well or with an error.
  std::optional<TimePoint> answered() const { return answered_; }
  /// How long it has owed an answer by now; zero while it owes none.
  std::chrono::milliseconds silence() const;

 private:
  void ask_numbers();
  void begin_survey();
  void ask_part(std::int64_t after);
  void took_part(SurveyPart part);
  void rest();

  Loop& loop_;
  StoreAccess& store_;
  std::optional<StoreNumbers> numbers_;
  std::optional<Survey> survey_;
  std::optional<TimePoint> answered_;
  std::optional<SteadyPoint> asked_;
  Survey growing_;
  std::chrono::milliseconds spent_{0};  // on this survey, by the storage thread
  Alarm numbers_alarm_, survey_alarm_;
  bool stopped_ = true;
};

}  // namespace noticed
