#include "soak/series.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

#include "bench/process_stat.h"

namespace noticed::soak {

namespace fs = std::filesystem;

namespace {

double size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : static_cast<double>(size);
}

}  // namespace

Sample take_sample(pid_t daemon, const fs::path& database) {
  Sample sample;
  sample.memory = static_cast<double>(bench::resident_memory(daemon));
  sample.cpu_seconds = bench::process_stat(daemon).cpu_seconds;
  sample.database = size_of(database);
  sample.log = size_of(database.string() + "-wal");
  const fs::directory_iterator descriptors("/proc/" + std::to_string(daemon) + "/fd");
  sample.descriptors = static_cast<double>(std::distance(begin(descriptors), end(descriptors)));
  return sample;
}

double Series::most(Figure figure) const {
  const auto less = [&](const Sample& a, const Sample& b) { return a.*figure < b.*figure; };
  return *std::max_element(samples_.begin(), samples_.end(), less).*figure;
}

double Series::mean_of_quarter(std::size_t quarter, Figure figure) const {
  const std::size_t from = samples_.size() * quarter / 4;
  const std::size_t to = std::max(from + 1, samples_.size() * (quarter + 1) / 4);
  double sum = 0;
  for (std::size_t i = from; i < to; ++i) sum += samples_[i].*figure;
  return sum / static_cast<double>(to - from);
}

double Series::rate() const { return (last().polls - first().polls) / (last().seconds - first().seconds); }

std::string Series::heading() {
  return " minute   polls/s  cpu %  memory MiB  database MiB  wal MiB  fds  changes made  delivered";
}

std::string Series::line(const Sample& from, const Sample& to) {
  const double seconds = to.seconds - from.seconds;
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(), "%7.1f %9.0f %6.1f %11.1f %13.1f %8.1f %4.0f %13.0f %10.0f", to.seconds / 60,
                (to.polls - from.polls) / seconds, (to.cpu_seconds - from.cpu_seconds) / seconds * 100,
                to.memory / kMebibyte, to.database / kMebibyte, to.log / kMebibyte, to.descriptors, to.changes,
                to.delivered);
  return text.data();
}

}  // namespace noticed::soak
