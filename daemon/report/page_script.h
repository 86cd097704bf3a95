// The page's script. It filters the table of who is told, and unfolds the states for paper; the page says all without
// it.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

extern const std::string_view kPageScript;

/// Its SHA-256 in base64, as the page's policy names it (W3C Content Security Policy, hash-source).
std::string page_script_digest();

}  // namespace noticed
