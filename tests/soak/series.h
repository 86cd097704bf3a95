// What was read every ten seconds, and whether it stayed level. Pure but for take_sample(). One thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace noticed::soak {

constexpr double kMebibyte = 1024 * 1024;

struct Sample {
  double seconds = 0;  // since the beginning
  double memory = 0;   // bytes resident
  double database = 0;
  double log = 0;  // the write-ahead log's bytes
  double descriptors = 0;
  double cpu_seconds = 0;
  double polls = 0;     // finished, as counted by the daemon
  double requests = 0;  // that the cloud served
  double delivered = 0;
  double changes = 0;  // that were made
};

/// What the kernel and the file system say of the daemon; the counters are left for the caller.
Sample take_sample(pid_t daemon, const std::filesystem::path& database);

class Series {
 public:
  void add(const Sample& sample) { samples_.push_back(sample); }
  const Sample& first() const { return samples_.front(); }
  const Sample& last() const { return samples_.back(); }
  std::size_t size() const { return samples_.size(); }

  using Figure = double Sample::*;
  double most(Figure figure) const;
  /// The mean over a quarter of the samples, 0 to 3.
  double mean_of_quarter(std::size_t quarter, Figure figure) const;
  /// Polls a second from first to last.
  double rate() const;

  static std::string heading();
  /// One line about the time between two samples.
  static std::string line(const Sample& from, const Sample& to);

 private:
  std::vector<Sample> samples_;
};

}  // namespace noticed::soak
