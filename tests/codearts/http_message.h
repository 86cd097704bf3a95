// One HTTP request as the cloud reads it, and the reply it wants sent: what to say, and how badly.
// Plain values; a Request only views bytes that its connection owns.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codearts/answer_body.h"

namespace codearts {

struct Header {
  std::string_view name;
  std::string_view value;
};

struct Request {
  std::string_view method;
  std::string_view target;
  std::span<const Header> headers;
  std::string_view body{};
};

/// The value of the first header of that name, whatever its case; empty when there is none.
std::string_view header(const Request& request, std::string_view name);

enum class Ending { keep_alive, close, reset };

inline constexpr std::string_view kJsonType = "application/json;charset=UTF-8";

struct Reply {
  unsigned status = 200;
  std::string content_type{kJsonType};
  std::vector<std::pair<std::string, std::string>> headers{};
  BodyPtr body{};
  std::uint64_t request_id = 0;
  std::string date{};  ///< the Date header, by the cloud's clock

  bool compressible = true;  ///< false: the body is never gzip-encoded on the way out
  bool compressed = false;   ///< the gzip form of the body goes out
  bool silent = false;       ///< nothing at all is sent before the ending
  Ending ending = Ending::keep_alive;
  std::optional<std::string> content_length{};  ///< sent instead of the true length
  std::optional<std::size_t> sent_bytes{};      ///< only so much of the body is sent
  std::chrono::milliseconds delay{0};           ///< before the first byte
  std::chrono::milliseconds drip{0};            ///< between two bytes of the body; zero: all at once
};

/// Gives `reply` a body of its own.
inline void set_body(Reply& reply, std::string text) { reply.body = make_body(std::move(text)); }

}  // namespace codearts
