// Errors of the store. Plain values; any thread.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace noticed {

/// The store cannot be used or rejected its input. `what()` names the object, the cause and the remedy.
class StoreError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    locked,      // another `run` holds it
    permission,  // wrong owner or not writable
    newer,       // made by a newer version
    foreign,     // not a database, or not ours
    key,         // fingerprint key missing or different
    full,        // disk full
    io,          // the disk or the file system failed
    refused,     // network file system, or a pragma had no effect
    missing      // no such file, or still empty (readers only)
  };
  StoreError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

}  // namespace noticed
