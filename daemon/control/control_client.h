// The command's side of the control socket: HTTP by libcurl. Blocks, but never longer than the given time. One thread.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

class ControlClient {
 public:
  enum class ControlAccess : std::uint8_t {
    good,
    nobody,  // no daemon runs on this database
    absent,  // one runs, but serves at no known path
    denied,  // no permission to connect
    silent,  // no reply in time: stopped, or very busy
    busy,    // too many connections
  };
  enum class Method : std::uint8_t { get, post };

  /// Finds the daemon of this database, by what it says of itself, within 2 s.
  ControlClient(const std::filesystem::path& database, const Clock& clock);
  ~ControlClient();
  ControlClient(const ControlClient&) = delete;
  ControlClient& operator=(const ControlClient&) = delete;

  ControlAccess reach() const { return reach_; }
  /// For people: why the daemon was not reached, and the remedy.
  const std::string& trouble() const { return trouble_; }

  /// Begins a request, in place of the one before. `target`: path and query. Returns false if the daemon is gone.
  bool send(Method method, const std::string& target);
  /// Returns the next line of the answer; {"answer": "error", "error": text} if the daemon refused the request; or
  /// nullopt: none came in time (silent), or the answer has ended or was cut off (absent); see reach().
  std::optional<nlohmann::json> next(std::chrono::milliseconds patience);

 private:
  static std::size_t take(const char* data, std::size_t size, std::size_t count, void* client);

  bool try_place(const std::filesystem::path& place, const std::filesystem::path& database, SteadyPoint deadline);
  void fail(ControlAccess reach, std::string trouble);
  void hang_up();
  void transfer();
  std::optional<nlohmann::json> line();

  const Clock& clock_;
  CURLM* transfers_;
  CURL* request_ = nullptr;        // in transfers_
  std::optional<CURLcode> ended_;  // how the request ended
  ControlAccess reach_ = ControlAccess::nobody;
  std::string trouble_;
  std::filesystem::path place_;
  std::string in_;       // lines not taken yet
  std::string refused_;  // the daemon's words
};

}  // namespace noticed
