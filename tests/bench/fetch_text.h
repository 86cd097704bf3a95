// One GET, for what a server tells of itself. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace noticed::bench {

/// The body of an answer with status 200; nothing if there is none. `ca_file` may be empty.
std::optional<std::string> fetch_text(const std::string& url, const std::filesystem::path& ca_file = {});

}  // namespace noticed::bench
