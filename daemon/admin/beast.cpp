// Beast's own code, compiled once for all targets (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
