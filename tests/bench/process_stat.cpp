#include "bench/process_stat.h"
#include "tests/support/file_text.h"

#include <sys/resource.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>
#include <string>

namespace noticed::bench {

namespace {

std::string proc_file(pid_t pid, const std::string& name) {
  const std::string path = "/proc/" + std::to_string(pid) + "/" + name;
  std::string content = read_file(path);
  if (content.empty()) throw std::runtime_error("cannot read " + path);
  return content;
}

/// The number behind "NAME:" at the begin of a line.
std::uint64_t field(const std::string& text, const std::string& name) {
  const auto at = ("\n" + text).find("\n" + name + ":");
  if (at == std::string::npos) throw std::runtime_error("no " + name + " below /proc");
  return std::stoull(text.substr(at + name.size() + 1));
}

double cpu_seconds(const std::string& stat) {
  // The program's name, in parentheses, may hold anything; user and system time are fields 14 and 15.
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string skipped;
  for (int number = 3; number < 14; ++number) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

ProcessStat process_stat(pid_t pid) {
  const std::string io = proc_file(pid, "io");
  return {cpu_seconds(proc_file(pid, "stat")), field(io, "write_bytes"), field(io, "wchar")};
}

double used_cpu_seconds(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t resident_memory(pid_t pid) { return field(proc_file(pid, "status"), "VmRSS") * 1024; }

std::uint64_t peak_memory(pid_t pid) { return field(proc_file(pid, "status"), "VmHWM") * 1024; }

}  // namespace noticed::bench
