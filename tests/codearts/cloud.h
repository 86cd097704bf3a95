// The simulated cloud without its sockets: resources, sign-in, listings, faults and statistics, and the reply to each
// request. One instance belongs to one thread (the server's); nothing here blocks or waits. The same requests at the
// same times under the same seed get the same replies.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "codearts/cloud_clock.h"
#include "codearts/cloud_iam.h"
#include "codearts/faults.h"
#include "codearts/gateway.h"
#include "codearts/http_message.h"
#include "codearts/json.h"
#include "codearts/metadata.h"
#include "codearts/shuffle.h"
#include "codearts/state.h"
#include "codearts/tally.h"

namespace codearts {

class Cloud {
 public:
  /// `state` is the state document of the README. Throws StateError. `gzip`: compress for clients that accept it.
  /// `time`: the source of its clock, milliseconds since 1970; empty: the system's clock.
  explicit Cloud(const Json& state = Json::object(), bool gzip = false, Clock::Source time = {});

  /// The reply to one request, API or control. Never throws, whatever the client sent.
  Reply handle(const Request& request);

  /// Replaces everything in a state document; issued tokens and keys, faults, statistics and switches stay.
  /// Throws StateError; then nothing was changed.
  void load(const Json& state);

  State& state() { return state_; }
  Gateway& gateway() { return gateway_; }
  Iam& iam() { return iam_; }
  Metadata& metadata() { return metadata_; }
  Clock& clock() { return clock_; }
  FaultTable& faults() { return faults_; }
  Tally& tally() { return tally_; }

  /// Every 200 answer of a setting or listing is permuted from now on.
  void set_shuffle(bool on) { shuffle_ = on; }
  /// Restarts the generator behind shuffled and garbage answers, tokens and keys.
  void set_seed(std::uint64_t seed) { random_.seed(seed); }

 private:
  Reply api(const Request& request, Instant now);
  Reply answer(const Arrival& arrival, std::optional<Page> page);
  Reply sign_in(const Arrival& arrival);
  Reply setting(const Route& route);
  Reply listed(const Arrival& arrival, std::optional<Page> page);
  const std::string& date(Instant now);

  Clock clock_;
  State state_;
  Gateway gateway_;
  Iam iam_;
  Metadata metadata_;
  FaultTable faults_;
  Tally tally_;
  Random random_{1};
  bool shuffle_ = false;
  bool gzip_ = false;
  std::uint64_t request_id_ = 0;
  std::chrono::sys_seconds second_{};  ///< of `date_`, which changes once a second
  std::string date_;
};

}  // namespace codearts
