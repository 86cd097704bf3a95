#include "pollers/credential.h"

#include <sstream>

#include "pollers/regular_file.h"

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
  RegularFile file = read_regular_file(path_, kMost);
  if (file.starved && content_) return content_;  // keep what was last read
  if (!file.trouble.empty()) {
    error_ = path_.string() + ": " + file.trouble;
    return {};
  }
  return std::move(file.text);
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
