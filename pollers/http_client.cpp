#include "pollers/http_client.h"

#include <curl/curl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "pollers/gzip.h"
#include "pollers/http_network.h"

namespace noticed {

namespace asio = boost::asio;

HttpHeaders::HttpHeaders(const std::vector<std::string>& lines) {
  for (const auto& line : lines) {
    auto* grown = curl_slist_append(static_cast<curl_slist*>(list_), line.c_str());
    if (grown == nullptr) throw std::bad_alloc();
    list_ = grown;
  }
}

std::vector<std::string> HttpHeaders::lines() const {
  std::vector<std::string> lines;
  for (const auto* at = static_cast<const curl_slist*>(list_); at != nullptr; at = at->next)
    lines.emplace_back(at->data);
  return lines;
}

HttpHeaders::~HttpHeaders() { curl_slist_free_all(static_cast<curl_slist*>(list_)); }

namespace {

FailureKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return FailureKind::timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS: return FailureKind::tls;
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: return FailureKind::malformed;
    default: return FailureKind::network;
  }
}

/// Status lines, headers and trailers of one request, including interim and proxy responses. libcurl stores those that
/// pass, and 7.88 limits only headers before the body.
constexpr std::size_t kMostHeaders = std::size_t{128} << 10U;

/// Idle connections must leave descriptors for active ones, the sinks and the files of the process.
long most_kept_open() {
  constexpr rlim_t kMost = 256;
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return kMost;
  return static_cast<long>(std::clamp<rlim_t>(descriptors.rlim_cur / 8, 2, kMost));
}

}  // namespace

class HttpClient::Engine {
 public:
  Engine(asio::any_io_executor executor, HttpOptions options)
      : executor_(std::move(executor)), options_(std::move(options)), timer_(executor_), multi_(curl_multi_init()) {
    if (multi_ == nullptr) throw std::runtime_error("libcurl cannot be initialized");
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Engine::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Engine::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, most_kept_open());
  }
  ~Engine() { close(); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void send(HttpRequest request, Handler handler);
  void close();
  std::size_t in_flight() const { return active_.size(); }

 private:
  /// An easy handle with its data; pooled, so that requests allocate and set few things.
  struct Transfer {
    CURL* easy = curl_easy_init();
    HttpRequest request;
    Handler handler;
    Reply reply;
    std::size_t headers = 0;  // bytes so far
    bool overflow = false;    // the body is too large
    bool posts = false;       // this and the next four: the handle's current settings
    std::string method;
    std::shared_ptr<const Network> network;
    std::chrono::milliseconds timeout{-1};
    std::chrono::milliseconds connect_timeout{-1};
    std::size_t index = 0;  // index in active_
    char error[CURL_ERROR_SIZE] = {};
    Transfer() = default;
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer() { curl_easy_cleanup(easy); }
  };
  using TransferPtr = std::unique_ptr<Transfer>;
  /// A descriptor that libcurl waits on. It stays registered while the connection is idle: removing and re-adding it to
  /// epoll would cost two system calls per transfer.
  struct Watch {
    explicit Watch(const asio::any_io_executor& executor) : descriptor(executor) {}
    asio::posix::stream_descriptor descriptor;
    int want = 0;
    bool reading = false;
    bool writing = false;
  };
  using WatchPtr = std::shared_ptr<Watch>;

  TransferPtr take_transfer();
  void set_fixed_options(Transfer& transfer);
  void set_request(Transfer& transfer) const;
  static int on_timer(CURLM* multi, long ms, void* self);
  static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* watch);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int on_close(void* self, curl_socket_t fd);
  static std::size_t on_body(char* data, std::size_t unit, std::size_t size, void* transfer);
  static std::size_t on_header(char* data, std::size_t unit, std::size_t size, void* transfer);
  void arm_timer();
  void wait_read(curl_socket_t fd, const WatchPtr& watch);
  void wait_write(curl_socket_t fd, const WatchPtr& watch);
  void wait(curl_socket_t fd, const WatchPtr& watch);
  void forget(curl_socket_t fd);
  void act(curl_socket_t fd, int events);
  void finish(CURL* easy, CURLcode code);
  TransferPtr remove_active(CURL* easy);
  void call_handlers();
  static HttpResult result_of(Transfer& transfer, CURLcode code);

  asio::any_io_executor executor_;
  HttpOptions options_;
  asio::steady_timer timer_;
  CURLM* multi_;
  std::chrono::steady_clock::time_point deadline_;
  bool deadline_set_ = false;
  bool timer_armed_ = false;
  bool action_posted_ = false;
  bool closed_ = false;
  std::vector<TransferPtr> idle_;
  std::vector<TransferPtr> active_;
  std::vector<std::pair<Handler, HttpResult>> finished_;  // their handlers are called together by one posted call
  std::unordered_set<curl_socket_t> opened_;              // created by on_open, closed by on_close
  std::unordered_map<curl_socket_t, WatchPtr> watches_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  // posted calls may outlive this object
};

void HttpClient::Engine::set_fixed_options(Transfer& transfer) {
  CURL* easy = transfer.easy;
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // otherwise cancelling a slow name lookup joins its thread here
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set_network(easy, nullptr, options_);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // Decoded here, not by libcurl, which fails on an unknown coding even if the body is plain text.
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Engine::on_body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Engine::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Engine::on_open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &Engine::on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
}

HttpClient::Engine::TransferPtr HttpClient::Engine::take_transfer() {
  if (!idle_.empty()) {
    TransferPtr transfer = std::move(idle_.back());
    idle_.pop_back();
    return transfer;
  }
  auto transfer = std::make_unique<Transfer>();
  if (transfer->easy == nullptr) throw std::bad_alloc();
  set_fixed_options(*transfer);
  return transfer;
}

void HttpClient::Engine::set_request(Transfer& transfer) const {
  CURL* easy = transfer.easy;
  const HttpRequest& sent = transfer.request;
  curl_easy_setopt(easy, CURLOPT_URL, sent.url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, sent.headers ? sent.headers->list() : nullptr);
  if (sent.post) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent.post->size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, sent.post->c_str());
  } else if (transfer.posts) {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  }
  transfer.posts = sent.post.has_value();
  if (std::exchange(transfer.method, sent.method) != sent.method)
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, sent.method.empty() ? nullptr : sent.method.c_str());
  const auto before = std::exchange(transfer.network, sent.network);
  if (before != sent.network && !(before && sent.network && *before == *sent.network))
    set_network(easy, sent.network.get(), options_);
  if (std::exchange(transfer.timeout, sent.timeout) != sent.timeout)
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(sent.timeout.count()));
  if (std::exchange(transfer.connect_timeout, sent.connect_timeout) != sent.connect_timeout)
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(sent.connect_timeout.count()));
  // If the handshake may yield HTTP/2, wait for it instead of opening one connection per request.
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, sent.url.starts_with("https:") ? 1L : 0L);
}

void HttpClient::Engine::send(HttpRequest request, Handler handler) {
  if (closed_) return;
  TransferPtr transfer = take_transfer();
  transfer->request = std::move(request);
  transfer->handler = std::move(handler);
  transfer->headers = 0;
  transfer->overflow = false;
  transfer->error[0] = '\0';
  transfer->index = active_.size();
  set_request(*transfer);
  CURL* easy = transfer->easy;
  active_.push_back(std::move(transfer));
  curl_multi_add_handle(multi_, easy);  // only requests a timer of 0 ms
}

void HttpClient::Engine::close() {
  if (std::exchange(closed_, true)) return;
  alive_.reset();
  timer_.cancel();
  for (const auto& transfer : active_) curl_multi_remove_handle(multi_, transfer->easy);
  active_.clear();
  idle_.clear();
  finished_.clear();
  curl_multi_cleanup(multi_);
  multi_ = nullptr;
  for (auto& [fd, watch] : watches_) {
    watch->want = 0;
    watch->descriptor.release();
  }
  watches_.clear();
}

std::size_t HttpClient::Engine::on_body(char* data, std::size_t, std::size_t size, void* context) {
  auto* transfer = static_cast<Transfer*>(context);
  if (transfer->reply.body.size() + size > transfer->request.max_body) {
    transfer->overflow = true;
    return 0;  // ends the transfer with CURLE_WRITE_ERROR
  }
  transfer->reply.body.append(data, size);
  return size;
}

std::size_t HttpClient::Engine::on_header(char*, std::size_t, std::size_t size, void* context) {
  auto* transfer = static_cast<Transfer*>(context);
  transfer->headers += size;
  return transfer->headers > kMostHeaders ? 0 : size;  // 0 ends the transfer with CURLE_WRITE_ERROR
}

curl_socket_t HttpClient::Engine::on_open(void* context, curlsocktype, curl_sockaddr* address) {
  const int fd = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (fd < 0) return CURL_SOCKET_BAD;
  static_cast<Engine*>(context)->opened_.insert(fd);
  return fd;
}

int HttpClient::Engine::on_close(void* context, curl_socket_t fd) {
  auto* self = static_cast<Engine*>(context);
  self->opened_.erase(fd);
  self->forget(fd);
  return ::close(fd);
}

void HttpClient::Engine::forget(curl_socket_t fd) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  found->second->want = 0;
  found->second->descriptor.release();  // libcurl owns the descriptor; pending waits end with operation_aborted
  watches_.erase(found);
}

int HttpClient::Engine::on_timer(CURLM*, long ms, void* context) {
  auto* self = static_cast<Engine*>(context);
  self->deadline_set_ = ms > 0;
  if (ms == 0 && !std::exchange(self->action_posted_, true)) {
    // Posts instead of arming a timer; libcurl must not be called from its own callback.
    asio::post(self->executor_, [self, alive = std::weak_ptr<int>(self->alive_)] {
      if (alive.expired()) return;
      self->action_posted_ = false;
      self->act(CURL_SOCKET_TIMEOUT, 0);
    });
  }
  if (ms > 0) {
    self->deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    // A timer that fires too early re-arms itself; re-arming it for every transfer would cost a system call each.
    if (!self->timer_armed_ || self->deadline_ < self->timer_.expiry()) self->arm_timer();
  }
  return 0;
}

void HttpClient::Engine::arm_timer() {
  timer_armed_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([this, alive = std::weak_ptr<int>(alive_)](boost::system::error_code error) {
    if (error || alive.expired()) return;
    timer_armed_ = false;
    if (!deadline_set_) return;
    if (deadline_ <= std::chrono::steady_clock::now())
      act(CURL_SOCKET_TIMEOUT, 0);
    else
      arm_timer();
  });
}

int HttpClient::Engine::on_socket(CURL*, curl_socket_t fd, int what, void* context, void*) {
  auto* self = static_cast<Engine*>(context);
  if (self->closed_) return 0;
  if (what == CURL_POLL_REMOVE) {
    const auto found = self->watches_.find(fd);
    if (found == self->watches_.end()) return 0;
    // The resolver closes its own sockets without notice: forget them now. Our connections may be reused.
    if (self->opened_.contains(fd))
      found->second->want = 0;
    else
      self->forget(fd);
    return 0;
  }
  auto& watch = self->watches_[fd];
  if (!watch) {
    watch = std::make_shared<Watch>(self->executor_);
    watch->descriptor.assign(fd);
  }
  watch->want = what;
  self->wait(fd, watch);
  return 0;
}

void HttpClient::Engine::wait(curl_socket_t fd, const WatchPtr& watch) {
  if ((watch->want & CURL_POLL_IN) != 0 && !watch->reading) wait_read(fd, watch);
  if ((watch->want & CURL_POLL_OUT) != 0 && !watch->writing) wait_write(fd, watch);
}

void HttpClient::Engine::wait_read(curl_socket_t fd, const WatchPtr& watch) {
  watch->reading = true;
  const auto on_ready = [this, fd, watch](boost::system::error_code error) {
    watch->reading = false;
    if (error == asio::error::operation_aborted || (watch->want & CURL_POLL_IN) == 0) return;
    act(fd, error ? CURL_CSELECT_ERR : CURL_CSELECT_IN);
    wait(fd, watch);
  };
  watch->descriptor.async_wait(asio::posix::stream_descriptor::wait_read, on_ready);
}

void HttpClient::Engine::wait_write(curl_socket_t fd, const WatchPtr& watch) {
  watch->writing = true;
  const auto on_ready = [this, fd, watch](boost::system::error_code error) {
    watch->writing = false;
    if (error == asio::error::operation_aborted || (watch->want & CURL_POLL_OUT) == 0) return;
    act(fd, error ? CURL_CSELECT_ERR : CURL_CSELECT_OUT);
    wait(fd, watch);
  };
  watch->descriptor.async_wait(asio::posix::stream_descriptor::wait_write, on_ready);
}

void HttpClient::Engine::act(curl_socket_t fd, int events) {
  if (closed_) return;
  int running = 0;
  curl_multi_socket_action(multi_, fd, events, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left))
    if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
}

namespace {

Failure failed(FailureKind kind, std::string detail) {
  Failure failure;
  failure.kind = kind;
  failure.detail = std::move(detail);
  return failure;
}

std::string header(CURL* easy, const char* name) {
  curl_header* found = nullptr;
  // Only the server's headers: a proxy's response to CONNECT has headers, too.
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
  return found->value;
}

/// Everything besides status and body. For a 200, the hot path, only the content type is read.
void read_headers(CURL* easy, Reply& reply) {
  const char* type = nullptr;
  curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) reply.content_type = type;
  if (reply.status == 200) return;
  reply.retry_after = header(easy, "Retry-After");
  reply.date = header(easy, "Date");
  reply.ratelimit_reset = header(easy, "x-ogw-ratelimit-reset");
  if (reply.status == 201) reply.subject_token = header(easy, "X-Subject-Token");
}

}  // namespace

HttpResult HttpClient::Engine::result_of(Transfer& transfer, CURLcode code) {
  HttpResult result;
  long status = 0;
  curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
  result.reply = std::move(transfer.reply);
  result.reply.status = static_cast<int>(status);
  std::string said;
  if (code != CURLE_OK) said = transfer.error[0] != '\0' ? transfer.error : curl_easy_strerror(code);
  std::optional<std::string> blocked;
  if (transfer.network) blocked = proxy_fault(transfer.easy, *transfer.network, code, said);
  const std::size_t most = transfer.request.max_body;
  auto coding = Gunzipped::Outcome::whole;
  if (is_gzip(result.reply.body)) {
    Gunzipped plain = gunzip(result.reply.body, most);
    coding = plain.outcome;
    result.reply.body = std::move(plain.text);
  }
  if (transfer.overflow || coding == Gunzipped::Outcome::too_large)
    result.failure = failed(FailureKind::too_large, "the answer is larger than " + std::to_string(most) + " bytes");
  else if (transfer.headers > kMostHeaders)
    result.failure = failed(FailureKind::too_large,
                            "the answer has more than " + std::to_string(kMostHeaders) + " bytes of headers");
  else if (blocked)
    result.failure = failed(FailureKind::network, *blocked);
  else if (code != CURLE_OK)
    result.failure = failed(kind_of(code), said);
  else if (coding == Gunzipped::Outcome::broken)
    result.failure = failed(FailureKind::malformed, "the compressed answer is damaged or incomplete");
  if (status > 0) read_headers(transfer.easy, result.reply);
  return result;
}

/// Removes a transfer from active_; the last one takes its place.
HttpClient::Engine::TransferPtr HttpClient::Engine::remove_active(CURL* easy) {
  Transfer* found = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &found);
  const std::size_t index = found->index;
  std::swap(active_[index], active_.back());
  active_[index]->index = index;
  TransferPtr transfer = std::move(active_.back());
  active_.pop_back();
  return transfer;
}

void HttpClient::Engine::finish(CURL* easy, CURLcode code) {
  TransferPtr transfer = remove_active(easy);
  if (finished_.empty()) {
    // Posted: a handler must never run inside send() or libcurl.
    asio::post(executor_, [this, alive = std::weak_ptr<int>(alive_)] {
      if (!alive.expired()) call_handlers();
    });
  }
  finished_.emplace_back(std::move(transfer->handler), result_of(*transfer, code));
  curl_multi_remove_handle(multi_, easy);
  idle_.push_back(std::move(transfer));
}

void HttpClient::Engine::call_handlers() {
  auto finished = std::exchange(finished_, {});
  const std::weak_ptr<int> alive = alive_;
  for (auto& [handler, result] : finished)
    if (!alive.expired()) handler(std::move(result));
}

HttpClient::HttpClient(asio::any_io_executor executor, HttpOptions options)
    : impl_(std::make_unique<Engine>(std::move(executor), std::move(options))) {}
HttpClient::~HttpClient() = default;
void HttpClient::send(HttpRequest request, Handler handler) { impl_->send(std::move(request), std::move(handler)); }
void HttpClient::close() { impl_->close(); }
std::size_t HttpClient::in_flight() const { return impl_->in_flight(); }

}  // namespace noticed
