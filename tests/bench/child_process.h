// A program that the benchmark starts. It dies with this object, and with the benchmark, however that ends. Any thread.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace noticed::bench {

class ChildProcess {
 public:
  /// Starts `arguments`; standard output and error are appended to `log`. Throws std::runtime_error.
  ChildProcess(const std::vector<std::string>& arguments, const std::filesystem::path& log);
  /// Kills it with SIGKILL if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  /// Throws std::runtime_error if it has ended by itself.
  void require_running();
  /// SIGSTOP and SIGCONT; pause() returns once it is stopped.
  void pause();
  void resume();
  /// TERM; its exit status, or minus the signal's number.
  int stop();
  /// Waits until it ends by itself; as stop().
  int finish() { return wait(); }

 private:
  int wait();

  std::string name_;
  pid_t pid_ = -1;
};

}  // namespace noticed::bench
