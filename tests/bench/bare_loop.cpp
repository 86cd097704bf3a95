#include "bench/bare_loop.h"

#include <curl/curl.h>
#include <sys/resource.h>

#include <thread>

#include "bench/daemon_run.h"
#include "bench/process_stat.h"
#include "daemon/runtime/version.h"

namespace noticed::bench {

namespace {

std::size_t drop(char*, std::size_t, std::size_t size, void*) { return size; }

}  // namespace

BareLoop::BareLoop(std::vector<std::string> urls, unsigned in_flight, Seconds timeout,
                   const std::filesystem::path& ca_file)
    : urls_(std::move(urls)), multi_(curl_multi_init()) {
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 256L);
  auto* headers = curl_slist_append(nullptr, (std::string("X-Auth-Token: ") + kToken).c_str());
  headers_ = curl_slist_append(headers, "Accept: application/json");
  for (unsigned i = 0; i < in_flight; ++i) {
    CURL* easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, (std::string("noticed/") + kVersion).c_str());
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count() * 1000));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop);
    if (!ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, ca_file.empty() ? 0L : 1L);
    handles_.push_back(easy);
  }
}

BareLoop::~BareLoop() {
  for (void* easy : handles_) {
    curl_multi_remove_handle(multi_, easy);
    curl_easy_cleanup(easy);
  }
  curl_multi_cleanup(multi_);
  curl_slist_free_all(static_cast<curl_slist*>(headers_));
}

BareResult BareLoop::run(Seconds duration) {
  BareResult result;
  std::thread thread([&] { result = loop(duration); });
  thread.join();
  if (interrupted()) throw Interrupted();
  return result;
}

void BareLoop::ask_next(void* easy) {
  curl_easy_setopt(easy, CURLOPT_URL, urls_[next_].c_str());
  next_ = (next_ + 1) % urls_.size();
  curl_multi_add_handle(multi_, easy);
  ++running_;
}

void BareLoop::collect(BareResult& result, bool again) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* easy = message->easy_handle;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (message->data.result != CURLE_OK || status != 200) ++result.failed;
    ++result.sent;
    curl_multi_remove_handle(multi_, easy);
    --running_;
    if (again) ask_next(easy);
  }
}

BareResult BareLoop::loop(Seconds duration) {
  BareResult result;
  const double cpu = used_cpu_seconds(RUSAGE_THREAD);
  const SteadyTime begin = steady_now();
  const auto turn = [&](bool again) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    collect(result, again);
    if (again || running_ > 0) curl_multi_poll(multi_, nullptr, 0, 100, nullptr);
  };
  for (void* easy : handles_) ask_next(easy);
  while (Seconds(steady_now() - begin) < duration && !interrupted()) turn(true);
  result.seconds = seconds_since(begin);
  result.cpu_seconds = used_cpu_seconds(RUSAGE_THREAD) - cpu;
  result.answered = result.sent;
  while (running_ > 0 && !interrupted()) turn(false);
  return result;
}

}  // namespace noticed::bench
