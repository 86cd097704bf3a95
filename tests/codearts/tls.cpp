// Asio's TLS, compiled once (separate compilation).
#include <boost/asio/ssl/impl/src.hpp>
