// Certificates made for the occasion, good from now on for so many seconds. Any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace noticed::weather {

/// Writes a new key and a self-signed certificate of the IPv4 address `address`, as PEM. Throws std::runtime_error.
void make_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key,
                      const std::string& address, std::chrono::seconds life);

}  // namespace noticed::weather
