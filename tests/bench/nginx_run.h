// nginx, which answers every build job's question with the same text and so is no limit for long. Changes come of it
// by chance: a part of the answers has one flag turned over. One thread.
#pragma once

#include <memory>
#include <string_view>

#include "bench/child_process.h"
#include "bench/server_run.h"

namespace noticed::bench {

enum class Speech { http1, tls1, http2 };  // plain HTTP/1.1; the same over TLS; HTTP/2 over TLS
std::string_view to_text(Speech speech);   // "HTTP/1.1", "HTTP/1.1 over TLS", "HTTP/2 over TLS"

/// "/usr/sbin/nginx", or where NOTICED_NGINX says. Throws std::runtime_error if it is not there.
std::string nginx_program();

class NginxRun final : public ServerRun {
 public:
  /// Starts it and waits until it listens. `folder` keeps its configuration, certificate and log. `changing`: the share
  /// of polls, 0 to 0.5, that find another answer than the poll before them.
  NginxRun(const std::filesystem::path& folder, Speech speech, double changing);

  const std::string& url() const override { return url_; }
  std::filesystem::path ca_file() const override { return certificate_; }
  pid_t pid() const override { return process_->pid(); }
  std::uint64_t served() override;
  std::string complaint() override;

 private:
  std::filesystem::path log_;
  std::filesystem::path certificate_;
  std::unique_ptr<ChildProcess> process_;
  std::string url_;
  std::string status_url_;
  std::uint64_t asked_ = 0;  // for its count, which counts these, too
};

}  // namespace noticed::bench
