// How a page's policy names a style or a script of its own.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

/// SHA-256 in base64 (W3C Content Security Policy, hash-source without its prefix).
std::string content_hash(std::string_view content);

}  // namespace noticed
