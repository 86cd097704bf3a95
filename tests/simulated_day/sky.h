// What the simulated cloud would truly answer at each instant, and the faults that hang over it. Made from a seed.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "pollers/http_client.h"
#include "storage/model/clock.h"
#include "storage/model/service.h"
#include "tests/support/services.h"

namespace noticed::tests {

inline constexpr std::size_t kResources = 1'000;
inline constexpr std::size_t kChecks = 800;  // the others are repositories: status and one subscription
inline constexpr std::chrono::minutes kInterval{15};

/// A time in which requests for some sections of a resource go wrong, all in the same way.
struct Episode {
  TimePoint from{}, to{};
  unsigned sections = 0;  // bit mask
  std::size_t fault = 0;
};

class Sky {
 public:
  /// `dark_hour`: from the tenth hour on, nothing answers for an hour.
  Sky(std::uint32_t seed, TimePoint begin, bool dark_hour);

  static Service service_of(std::size_t resource) { return resource < kChecks ? service::check : service::repo; }
  static std::string id_of(std::size_t resource);
  /// The settings of a version; different for every resource, so that no two changes are equal.
  static std::string text_of(std::size_t resource, int version);
  static std::size_t sections_of(std::size_t resource) { return resource < kChecks ? 1 : 2; }

  /// The value that changes, at a time.
  int version(std::size_t resource, TimePoint at) const;
  /// The reply to a request for a section; good if `bad` is nullopt.
  HttpResult answer(std::size_t resource, std::size_t section, TimePoint sent, TimePoint answered) const;
  bool good(std::size_t resource, std::size_t section, TimePoint sent) const;
  /// How long a request stays unanswered; nullopt if it is answered.
  std::optional<std::chrono::milliseconds> silence(std::size_t resource, std::size_t section, TimePoint sent) const;

  TimePoint dark_from() const { return dark_from_; }
  TimePoint dark_to() const { return dark_to_; }
  std::size_t changes() const;

 private:
  const Episode* episode(std::size_t resource, std::size_t section, TimePoint sent) const;
  bool dark(TimePoint sent) const { return sent >= dark_from_ && sent < dark_to_; }

  TimePoint dark_from_{}, dark_to_{};
  std::vector<std::vector<TimePoint>> changes_;
  std::vector<std::vector<Episode>> episodes_;
};

}  // namespace noticed::tests
