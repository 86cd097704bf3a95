// The page's script. It filters the coverage tables and expands the states for printing; without it the page is
// complete.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

extern const std::string_view kPageScript;

/// Its SHA-256 in base64, for the page's Content-Security-Policy (W3C Content Security Policy, hash-source).
std::string page_script_digest();

}  // namespace noticed
