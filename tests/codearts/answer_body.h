// The body of an answer, shared by all requests that get the same one, with its compressed form once somebody asked.
// Server thread only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace codearts {

struct Body {
  std::string text;
  std::string gzip;  ///< empty until gzip_of() made it
};

using BodyPtr = std::shared_ptr<Body>;

inline BodyPtr make_body(std::string text) { return std::make_shared<Body>(Body{std::move(text), {}}); }

/// Compresses to the gzip format. Throws std::runtime_error when zlib does.
std::string gzip(std::string_view text);

/// The compressed form of `body`, made at the first call.
const std::string& gzip_of(Body& body);

}  // namespace codearts
