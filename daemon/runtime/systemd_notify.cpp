#include "daemon/runtime/systemd_notify.h"

#include <systemd/sd-daemon.h>

#include <utility>

#include "storage/model/unicode.h"

namespace noticed {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kNotifyEvery{5};
constexpr seconds kExtension{60};         // requested with each extension of the start
constexpr std::size_t kMostReason = 200;  // bytes; the log has the full text

/// Makes the text one line, as a status must be.
std::string one_line(std::string text) {
  for (char& letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20) letter = ' ';
  }
  if (text.size() <= kMostReason) return text;
  return std::string(first_bytes(text, kMostReason)) + "…";
}

}  // namespace

void notify_service_manager(const std::string& message) { ::sd_notify(0, message.c_str()); }

void SystemdNotify::still_starting() {
  const SteadyPoint now = loop_.clock().steady();
  if (extended_ && now - *extended_ < kNotifyEvery) return;
  extended_ = now;
  notify_service_manager("EXTEND_TIMEOUT_USEC=" + std::to_string(microseconds(kExtension).count()) +
                         "\nSTATUS=upgrading the database");
}

void SystemdNotify::ready() {
  refusal_.clear();
  send_status("READY=1\n");
}

void SystemdNotify::reloading() {
  // Newer systemd ignores a notification with a time before its reload request: round up, not down.
  const auto now = loop_.clock().steady().time_since_epoch() + milliseconds(1);
  notify_service_manager("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds(now).count()));
}

void SystemdNotify::refused(const std::string& why) {
  refusal_ = one_line(why);
  send_status("READY=1\n");
}

void SystemdNotify::stopping() {
  if (std::exchange(stopped_, true)) return;
  next_.cancel();
  notify_service_manager("STOPPING=1\nSTATUS=stopping");
}

std::string SystemdNotify::line() const {
  std::string text = describe_();
  if (!refusal_.empty()) text += "; the new configuration was rejected, the previous one is in force: " + refusal_;
  return text;
}

void SystemdNotify::send_status(const std::string& state) {
  if (stopped_) return;
  sent_ = line();
  notify_service_manager(state + "STATUS=" + sent_);
  wait();
}

void SystemdNotify::wait() {
  next_ = loop_.after(kNotifyEvery, [this] {
    if (line() == sent_) return wait();
    send_status("");
  });
}

std::string to_text(const ServiceStatus& status) {
  std::string text = std::to_string(status.resources) + (status.resources == 1 ? " resource, " : " resources, ");
  text += std::to_string(status.failing) + " failing, outbox " + std::to_string(status.outbox);
  if (status.storage_failing) text += "; the database cannot be written, see the log";
  return text;
}

}  // namespace noticed
