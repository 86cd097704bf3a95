// What the daemon and the bare loop ask: a server on loopback, as a process of its own. One thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace noticed::bench {

constexpr const char* kToken = "bench-token";

class ServerRun {
 public:
  virtual ~ServerRun() = default;

  /// "http://127.0.0.1:4711"; https where it speaks TLS.
  virtual const std::string& url() const = 0;
  /// Its certificate's authority; empty without TLS.
  virtual std::filesystem::path ca_file() const = 0;
  virtual pid_t pid() const = 0;
  /// Requests answered so far, but for those that ask this.
  virtual std::uint64_t served() = 0;
  /// What went wrong in its eyes, for people; "" if nothing.
  virtual std::string complaint() = 0;
};

}  // namespace noticed::bench
