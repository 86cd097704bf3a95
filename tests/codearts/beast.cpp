// Beast's own code and Asio's TLS, compiled once (separate compilation).
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
