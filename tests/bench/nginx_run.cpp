#include "bench/nginx_run.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "bench/build_answer.h"
#include "bench/fetch_text.h"
#include "bench/watch_clock.h"

namespace noticed::bench {

namespace fs = std::filesystem;

namespace {

/// A port that was free a moment ago: nginx takes none by itself.
int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(fd);
  if (!bound) throw std::runtime_error("no free port on loopback");
  return ntohs(address.sin_port);
}

/// Of two answers drawn with shares s and 1 - s, 2 s (1 - s) follow another one.
double share_of(double changing) { return (1 - std::sqrt(1 - 2 * changing)) / 2; }

/// An answer with one flag in nginx's hands.
std::string answer_text() {
  std::string text = build_answer("$flag");
  const std::string quoted = "\"$flag\"";
  return text.replace(text.find(quoted), quoted.size(), "$flag");
}

void make_certificate(const fs::path& certificate, const fs::path& key) {
  const std::vector<std::string> arguments{"/usr/bin/openssl",
                                           "req",
                                           "-x509",
                                           "-newkey",
                                           "ec",
                                           "-pkeyopt",
                                           "ec_paramgen_curve:P-256",
                                           "-nodes",
                                           "-days",
                                           "2",
                                           "-subj",
                                           "/CN=localhost",
                                           "-addext",
                                           "subjectAltName=DNS:localhost,IP:127.0.0.1",
                                           "-keyout",
                                           key,
                                           "-out",
                                           certificate};
  ChildProcess openssl(arguments, certificate.parent_path() / "openssl.log");
  if (openssl.finish() != 0) throw std::runtime_error("openssl made no certificate");
}

std::string config_text(const fs::path& folder, int port, Speech speech, double changing) {
  std::ostringstream out;
  out << "daemon off;\nmaster_process off;\nerror_log " << (folder / "nginx.log").string() << " warn;\npid "
      << (folder / "nginx.pid").string() << ";\nevents { worker_connections 4096; }\nhttp {\n  access_log off;\n";
  for (const char* name : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    out << "  " << name << "_temp_path " << (folder / name).string() << ";\n";
  out << "  keepalive_requests 1000000000;\n  keepalive_timeout 1h;\n";
  if (changing > 0)
    out << "  split_clients $request_id $flag { " << std::round(share_of(changing) * 10000) / 100
        << "% true; * false; }\n";
  else
    out << "  map $uri $flag { default false; }\n";
  out << "  server {\n    listen 127.0.0.1:" << port << (speech == Speech::http1 ? "" : " ssl")
      << (speech == Speech::http2 ? " http2" : "") << ";\n";
  if (speech != Speech::http1)
    out << "    ssl_certificate " << (folder / "nginx.pem").string() << ";\n    ssl_certificate_key "
        << (folder / "nginx.key").string() << ";\n    ssl_protocols TLSv1.2 TLSv1.3;\n";
  out << "    location = /_status { stub_status; }\n    location / { default_type application/json; return 200 '"
      << answer_text() << "'; }\n  }\n}\n";
  return out.str();
}

}  // namespace

std::string_view to_text(Speech speech) {
  switch (speech) {
    case Speech::http1: return "HTTP/1.1";
    case Speech::tls1: return "HTTP/1.1 over TLS";
    case Speech::http2: return "HTTP/2 over TLS";
  }
  return "";
}

std::string nginx_program() {
  const char* named = std::getenv("NOTICED_NGINX");
  const std::string program = named == nullptr ? "/usr/sbin/nginx" : named;
  if (::access(program.c_str(), X_OK) != 0)
    throw std::runtime_error("there is no nginx at " + program + "; ./dev bench gets one");
  return program;
}

NginxRun::NginxRun(const fs::path& folder, Speech speech, double changing) : log_(folder / "nginx.log") {
  const int port = free_port();
  fs::create_directories(folder);
  if (speech != Speech::http1) {
    certificate_ = folder / "nginx.pem";
    make_certificate(certificate_, folder / "nginx.key");
  }
  std::ofstream(folder / "nginx.conf") << config_text(folder, port, speech, changing);
  const std::vector<std::string> arguments{nginx_program(), "-c", folder / "nginx.conf", "-p", folder, "-e", log_};
  process_ = std::make_unique<ChildProcess>(arguments, folder / "nginx.out");
  url_ = (speech == Speech::http1 ? "http://127.0.0.1:" : "https://127.0.0.1:") + std::to_string(port);
  status_url_ = url_ + "/_status";
  wait_until("nginx", Seconds{30}, [&] {
    process_->require_running();
    return fetch_text(status_url_, certificate_).has_value();
  });
  asked_ = served() + 1;
}

std::uint64_t NginxRun::served() {
  const auto text = fetch_text(status_url_, certificate_);
  const auto at = text ? text->find("requests") : std::string::npos;
  std::uint64_t accepted = 0;
  std::uint64_t handled = 0;
  std::uint64_t requests = 0;
  if (at == std::string::npos || !(std::istringstream(text->substr(at + 8)) >> accepted >> handled >> requests))
    throw std::runtime_error("nginx tells no numbers");
  return requests - ++asked_;
}

std::string NginxRun::complaint() const {
  std::ifstream stream(log_);
  std::string line;
  while (std::getline(stream, line))
    if (line.find("[warn]") == std::string::npos) return "nginx: " + line;
  return "";
}

}  // namespace noticed::bench
