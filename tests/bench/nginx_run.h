// nginx, which answers every build job's question with the same text and so is no limit for long. Changes come of it
// by chance: a part of the answers has one flag turned over. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "bench/child_process.h"

namespace noticed::bench {

enum class Speech { http1, tls1, http2 };  // plain HTTP/1.1; the same over TLS; HTTP/2 over TLS
std::string_view to_text(Speech speech);   // "HTTP/1.1", "HTTP/1.1 over TLS", "HTTP/2 over TLS"

/// "/usr/sbin/nginx", or where NOTICED_NGINX says. Throws std::runtime_error if it is not there.
std::string nginx_program();

class NginxRun {
 public:
  /// Starts it and waits until it listens. `folder` keeps its configuration, certificate and log. `changing`: the share
  /// of polls, 0 to 0.5, that get another answer than the previous poll.
  NginxRun(const std::filesystem::path& folder, Speech speech, double changing);

  /// "http://127.0.0.1:4711"; https where it speaks TLS.
  const std::string& url() const { return url_; }
  /// Its certificate's authority; empty without TLS.
  const std::filesystem::path& ca_file() const { return certificate_; }
  pid_t pid() const { return process_->pid(); }
  /// Requests answered so far, except those for this count.
  std::uint64_t served();
  /// Its errors, for people; "" if none.
  std::string complaint() const;

 private:
  std::filesystem::path log_;
  std::filesystem::path certificate_;
  std::unique_ptr<ChildProcess> process_;
  std::string url_;
  std::string status_url_;
  std::uint64_t asked_ = 0;  // requests for its count, which includes them
};

}  // namespace noticed::bench
