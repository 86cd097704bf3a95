// A command's side of the control socket. Blocks, but never for longer than it is told to. One thread.
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
    absent,  // one runs, but serves at no place that is known
    denied,  // no right to connect
    silent,  // it does not answer in time: stopped, or very busy
    busy,    // too many are connected
  };
  /// Looks for the daemon of this database and hears its greeting, for 2 s at most.
  ControlClient(const std::filesystem::path& database, const Clock& clock);
  ~ControlClient();
  ControlClient(const ControlClient&) = delete;
  ControlClient& operator=(const ControlClient&) = delete;

  Reach reach() const { return reach_; }
  /// For people: why it was not reached, and what helps.
  const std::string& trouble() const { return trouble_; }

  /// False: it is gone, or takes nothing.
  bool send(const nlohmann::ordered_json& request);
  /// The next answer, or nothing: none came in time (silent), or the connection is over (absent); see reach().
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
