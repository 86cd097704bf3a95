// The command's side of the control socket. Blocks, but never longer than the given time. One thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

class ControlClient {
 public:
  enum class Reach : std::uint8_t {
    good,
    nobody,  // no daemon runs on this database
    absent,  // one runs, but serves at no known path
    denied,  // no permission to connect
    silent,  // no reply in time: stopped, or very busy
    busy,    // too many connections
  };
  /// Finds the daemon of this database and reads its greeting, within 2 s.
  ControlClient(const std::filesystem::path& database, const Clock& clock);
  ~ControlClient();
  ControlClient(const ControlClient&) = delete;
  ControlClient& operator=(const ControlClient&) = delete;

  Reach reach() const { return reach_; }
  /// For people: why the daemon was not reached, and the remedy.
  const std::string& trouble() const { return trouble_; }

  /// Returns false if the daemon is gone, or reads nothing.
  bool send(const nlohmann::ordered_json& request);
  /// Returns the next reply, or nullopt: none came in time (silent), or the connection was closed (absent); see
  /// reach().
  std::optional<nlohmann::json> next(std::chrono::milliseconds patience);

 private:
  bool try_place(const std::filesystem::path& place, const std::filesystem::path& database, SteadyPoint deadline);
  void fail(Reach reach, std::string trouble);
  void hang_up();
  bool receive(SteadyPoint deadline);

  const Clock& clock_;
  int socket_ = -1;
  Reach reach_ = Reach::nobody;
  std::string trouble_;
  std::string in_;
};

}  // namespace noticed
