#include "pollers/credential.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace noticed {

namespace {

std::string trimmed(const std::string& text) {
  constexpr const char* kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

std::optional<std::string> Credential::content() {
  constexpr std::size_t kMost = 65'536;
  std::error_code error;
  const auto status = std::filesystem::status(path_, error);
  if (error) {
    error_ = path_.string() + ": " + std::strerror(error.value());
    return {};
  }
  if (!std::filesystem::is_regular_file(status)) {
    error_ = path_.string() + ": is no regular file";  // opening a pipe might wait for ever
    return {};
  }
  std::ifstream file(path_, std::ios::binary);
  if (!file.is_open()) {
    // It is this process that can open nothing now: what was read last still holds.
    if ((errno == EMFILE || errno == ENFILE) && content_) return content_;
    error_ = path_.string() + ": cannot be read: " + std::strerror(errno);
    return {};
  }
  std::string content(kMost, '\0');
  file.read(content.data(), static_cast<std::streamsize>(kMost));
  content.resize(static_cast<std::size_t>(file.gcount()));
  return content;
}

const std::vector<std::string>* Credential::lines() {
  auto now = content();
  if (!now) {
    content_.reset();
    return nullptr;
  }
  if (now != content_) {
    std::vector<std::string> found;
    std::istringstream stream(*now);
    for (std::string line; std::getline(stream, line);) {
      line = trimmed(line);
      if (!line.empty() && line.front() != '#') found.push_back(line);
    }
    error_ = found.empty() ? path_.string() + ": is empty" : "";
    if (found != lines_) ++version_;
    lines_ = std::move(found);
    content_ = std::move(now);
  }
  return lines_.empty() ? nullptr : &lines_;
}

const std::string* Credential::text() {
  const auto* all = lines();
  return all == nullptr ? nullptr : &all->front();
}

}  // namespace noticed
