// The reference: libcurl's own loop, with as many transfers in flight and the same requests as the daemon, and nothing
// else: answers are counted and dropped. Handles are pooled, connections are kept from one run to the next.
// Use from one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/watch_clock.h"

namespace noticed::bench {

struct BareResult {
  double seconds = 0;
  double cpu_seconds = 0;      // of the loop's thread
  std::uint64_t answered = 0;  // within those seconds
  std::uint64_t sent = 0;      // including those in flight at the end
  std::uint64_t failed = 0;    // not answered by 200
};

class BareLoop {
 public:
  /// `ca_file` may be empty.
  BareLoop(std::vector<std::string> urls, unsigned in_flight, Seconds timeout, const std::filesystem::path& ca_file);
  ~BareLoop();
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

  /// Sends requests for `duration` in its own thread, then waits for those in flight.
  BareResult run(Seconds duration);

 private:
  BareResult loop(Seconds duration);
  void ask_next(void* easy);
  /// Collects finished transfers; sends new requests with their handles if `again`.
  void collect(BareResult& result, bool again);

  std::vector<std::string> urls_;
  std::size_t next_ = 0;
  std::size_t running_ = 0;
  void* multi_ = nullptr;    // CURLM
  void* headers_ = nullptr;  // curl_slist
  std::vector<void*> handles_;
};

}  // namespace noticed::bench
