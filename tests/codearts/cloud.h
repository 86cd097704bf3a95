// The simulated cloud without its sockets: resources, tokens, faults and statistics, and the reply to each request.
// One instance belongs to one thread (the server's); nothing here blocks or waits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/faults.h"
#include "codearts/json.h"
#include "codearts/message.h"
#include "codearts/shuffle.h"
#include "codearts/state.h"
#include "codearts/tally.h"

namespace codearts {

class Cloud {
 public:
  /// `state` is the state document of the README. Throws StateError. `gzip`: compress for clients that accept it.
  explicit Cloud(const Json& state = Json::object(), bool gzip = false);

  /// The reply to one request, API or control. Never throws for what a client sent.
  Reply handle(const Request& request);

  /// Replaces resources, generated numbers and tokens; faults, statistics and switches stay. Throws StateError.
  void load(const Json& state);

  State& state() { return state_; }
  FaultTable& faults() { return faults_; }
  Tally& tally() { return tally_; }

  /// The accepted values of X-Auth-Token. None: every request is refused. "*": none is needed.
  void set_tokens(std::vector<std::string> tokens) { tokens_ = std::move(tokens); }
  /// Every 200 answer is permuted from now on.
  void set_shuffle(bool on) { shuffle_ = on; }
  /// Restarts the generator behind shuffled and garbage answers.
  void set_seed(std::uint64_t seed) { random_.seed(seed); }

 private:
  Reply answer(const Request& request, const Route& route);
  Reply api(const Request& request);
  bool authenticated(std::string_view token) const;

  State state_;
  FaultTable faults_;
  Tally tally_;
  std::vector<std::string> tokens_;
  Random random_{1};
  bool shuffle_ = false;
  bool gzip_ = false;
  std::uint64_t request_id_ = 0;
};

}  // namespace codearts
