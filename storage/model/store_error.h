// How the store fails. Plain values; any thread.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace noticed {

/// A store that cannot be used or did not take what it was given. `what()` names the thing, the cause and the remedy.
class StoreError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    locked,      // another `run` holds it
    permission,  // wrong owner, no right to write
    newer,       // made by a newer version
    foreign,     // not a database, or not ours
    key,         // fingerprint key missing or another one
    full,        // disk full
    io,          // the disk or the file system failed
    refused,     // network file system, a pragma that was not obeyed
    missing      // no such file, or nothing in it yet (readers only)
  };
  StoreError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

}  // namespace noticed
