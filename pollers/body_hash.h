// Detects quickly whether an answer equals the previous one: a keyed 128-bit hash of bytes. Key and hashes exist in
// memory only.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace noticed {

using BodyHash = std::array<std::uint64_t, 2>;

/// SipHash-2-4-128 with a random key per object, so that no server can prepare colliding bodies. One thread at a time.
class BodyHasher {
 public:
  BodyHasher();
  ~BodyHasher();
  BodyHasher(const BodyHasher&) = delete;
  BodyHasher& operator=(const BodyHasher&) = delete;

  /// Never all zero: zero means "not known yet".
  BodyHash hash(std::string_view bytes) const;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace noticed
