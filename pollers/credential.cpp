#include "pollers/credential.h"

#include <sys/stat.h>

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

const std::vector<std::string>* Credential::lines() {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) {
    error_ = path_.string() + ": " + std::strerror(errno);
    stamp_ = {};
    return nullptr;
  }
  const Stamp now{status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec, status.st_ino, status.st_size};
  if (now != stamp_) {
    read();
    stamp_ = now;
  }
  return lines_.empty() ? nullptr : &lines_;
}

const std::string* Credential::text() {
  const auto* all = lines();
  return all == nullptr ? nullptr : &all->front();
}

void Credential::read() {
  constexpr std::size_t kMost = 65'536;
  std::vector<std::string> found;
  std::ifstream file(path_, std::ios::binary);
  std::string content(kMost, '\0');
  file.read(content.data(), static_cast<std::streamsize>(kMost));
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (!file.is_open()) {
    error_ = path_.string() + ": cannot be read: " + std::strerror(errno);
    lines_.clear();
    return;
  }
  std::istringstream stream(content);
  for (std::string line; std::getline(stream, line);) {
    line = trimmed(line);
    if (!line.empty() && line.front() != '#') found.push_back(line);
  }
  error_ = found.empty() ? path_.string() + ": is empty" : "";
  if (found != lines_) ++version_;
  lines_ = std::move(found);
}

}  // namespace noticed
