#include "daemon/control/control_client.h"

#include <cerrno>
#include <system_error>

#include "daemon/control/socket_path.h"
#include "daemon/runtime/unix_address.h"
#include "storage/file/lock_file.h"

namespace noticed {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kIdentity{2'000};
constexpr std::size_t kLongestLine = 1U << 22U;
constexpr std::size_t kLongestRefusal = 4'096;

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code ignored;
  return a == b || fs::equivalent(a, b, ignored);
}

std::string silence(const fs::path& place) {
  return "the daemon at " + place.string() + " does not answer: it is suspended, or very busy";
}

std::string text_of(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

}  // namespace

ControlClient::ControlClient(const fs::path& database, const Clock& clock)
    : clock_(clock), transfers_(curl_multi_init()) {
  if (!daemon_runs(database).value_or(true)) {
    trouble_ = "no daemon runs on " + database.string() +
               "; start it (systemctl start noticed), or poll everything one time with `noticed run --once`";
    return;
  }
  const SteadyPoint deadline = clock_.steady() + kIdentity;
  std::string places;
  for (const auto& place : control_places(database)) {
    if (try_place(place, database, deadline)) return;
    places += (places.empty() ? "" : ", ") + place.string();
  }
  if (reach_ != ControlAccess::nobody) return;
  fail(ControlAccess::absent, "no daemon that uses " + database.string() + " can be reached at " + places +
                                  "; it is starting, was started with --once, or its log says control_unavailable");
}

ControlClient::~ControlClient() {
  hang_up();
  curl_multi_cleanup(transfers_);
}

void ControlClient::hang_up() {
  curl_multi_remove_handle(transfers_, request_);
  curl_easy_cleanup(request_);
  request_ = nullptr;
  in_.clear();
  refused_.clear();
}

void ControlClient::fail(ControlAccess reach, std::string trouble) {
  hang_up();
  reach_ = reach;
  trouble_ = std::move(trouble);
}

/// Returns true once the state of this database's daemon is known.
bool ControlClient::try_place(const fs::path& place, const fs::path& database, SteadyPoint deadline) {
  if (!unix_address(place)) return false;
  place_ = place;
  if (!send(Method::get, "/control") && ended_ == CURLE_COULDNT_CONNECT) {
    long error = 0;
    curl_easy_getinfo(request_, CURLINFO_OS_ERRNO, &error);
    if (error == EACCES)
      fail(ControlAccess::denied,
           place.string() + ": permission denied; only members of its group may ask (see ls -l)");
    if (error == EAGAIN || error == 0) fail(ControlAccess::silent, silence(place));  // 0: what libcurl makes of EAGAIN
    return false;
  }
  reach_ = ControlAccess::good;
  const auto identity = next(std::chrono::duration_cast<milliseconds>(deadline - clock_.steady()));
  if (!identity && reach_ == ControlAccess::silent) trouble_ = silence(place);
  if (!identity) return reach_ == ControlAccess::silent;
  if (identity->contains("error")) {
    fail(ControlAccess::busy, place.string() + ": " + text_of(*identity, "error"));
    return true;
  }
  if (same_file(text_of(*identity, "database"), database)) {
    trouble_.clear();
    return true;
  }
  hang_up();  // another database's daemon
  reach_ = ControlAccess::nobody;
  return false;
}

std::size_t ControlClient::take(const char* data, std::size_t size, std::size_t count, void* client) {
  auto& self = *static_cast<ControlClient*>(client);
  long status = 0;
  curl_easy_getinfo(self.request_, CURLINFO_RESPONSE_CODE, &status);
  std::string& text = status >= 400 ? self.refused_ : self.in_;
  text.append(data, size * count);
  const bool endless = self.in_.size() > kLongestLine || self.refused_.size() > kLongestRefusal;
  return endless ? 0 : size * count;  // 0 ends the transfer
}

bool ControlClient::send(Method method, const std::string& target) {
  hang_up();
  ended_.reset();
  request_ = curl_easy_init();
  curl_easy_setopt(request_, CURLOPT_URL, ("http://localhost" + target).c_str());
  curl_easy_setopt(request_, CURLOPT_UNIX_SOCKET_PATH, place_.c_str());
  curl_easy_setopt(request_, CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(request_, CURLOPT_PROXY, "");
  curl_easy_setopt(request_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(request_, CURLOPT_WRITEFUNCTION, &ControlClient::take);
  curl_easy_setopt(request_, CURLOPT_WRITEDATA, this);
  if (method == Method::post) curl_easy_setopt(request_, CURLOPT_POSTFIELDS, "");
  curl_multi_add_handle(transfers_, request_);
  transfer();  // on a Unix socket this connects and sends
  transfer();  // libcurl notices only now that the daemon's queue is full
  return ended_.value_or(CURLE_OK) == CURLE_OK;
}

void ControlClient::transfer() {
  int number = 0;
  curl_multi_perform(transfers_, &number);
  while (const CURLMsg* message = curl_multi_info_read(transfers_, &number)) ended_ = message->data.result;
}

/// Takes a whole line that is a JSON object; others are skipped.
std::optional<nlohmann::json> ControlClient::line() {
  if (ended_ == CURLE_OK && !refused_.empty()) {
    const std::string text = std::exchange(refused_, {});
    return nlohmann::json{{"answer", "error"}, {"error", text.substr(0, text.find('\n'))}};
  }
  for (auto end = in_.find('\n'); end != std::string::npos; end = in_.find('\n')) {
    auto object = nlohmann::json::parse(in_.substr(0, end), nullptr, false);
    in_.erase(0, end + 1);
    if (object.is_object()) return object;
  }
  return {};
}

std::optional<nlohmann::json> ControlClient::next(milliseconds patience) {
  const SteadyPoint deadline = clock_.steady() + patience;
  while (request_) {
    if (auto found = line()) return found;
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - clock_.steady()).count();
    if (ended_ == CURLE_UNSUPPORTED_PROTOCOL || ended_ == CURLE_WEIRD_SERVER_REPLY)
      fail(ControlAccess::absent, "the daemon at " + place_.string() +
                                      " has another version than this command; restart it (systemctl restart noticed)");
    else if (ended_)
      fail(ControlAccess::absent, "the daemon has ended, or has cut the connection");
    else if (left <= 0)
      fail(ControlAccess::silent, "the daemon does not answer any more: it is suspended, or very busy");
    if (!request_) break;
    curl_multi_poll(transfers_, nullptr, 0, static_cast<int>(left), nullptr);
    transfer();
  }
  return {};
}

}  // namespace noticed
