// The kinds of weather, each a scene of its own. A new one: a function in one of the servers_*.cpp or clocks.cpp, a row
// in main.cpp.
#pragma once

#include "soak/checks.h"

namespace noticed::weather {

struct Trial {
  soak::Checks& checks;
  bool quick;
};

// servers.cpp: what a server says, or does not.
void dripping_head(const Trial& trial);
void dripping_body(const Trial& trial);
void endless_head(const Trial& trial);
void endless_trailers(const Trial& trial);
void endless_interim(const Trial& trial);
void endless_body(const Trial& trial);
void gzip_bomb(const Trial& trial);
void silence(const Trial& trial);
void reset(const Trial& trial);
void latency(const Trial& trial);

// context.cpp: names, certificates, listings, sinks.
void unknown_host(const Trial& trial);
void deaf_name_server(const Trial& trial);
void expired_certificate(const Trial& trial);
void foreign_certificate(const Trial& trial);
void dripping_sink(const Trial& trial);
void endless_sink(const Trial& trial);
void flooding_sink(const Trial& trial);
void redirecting_sink(const Trial& trial);

// clocks.cpp: the wall clock.
void clock_forward(const Trial& trial);
void clock_backward(const Trial& trial);
void summer_begins(const Trial& trial);
void summer_ends(const Trial& trial);

}  // namespace noticed::weather
