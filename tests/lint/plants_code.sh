# Sourced by self_test.sh: violations of the rules about code, and code that only resembles them.

put daemon/a.cpp <<<'timer.async_wait(asio::detached);'
caught detached daemon/a.cpp
put tests/a.h <<<'timer.async_wait(boost::asio::detached);'
caught detached tests/a.h
put daemon/a.cpp <<<'// asio::detached is banned'
quiet detached

put daemon/a.cpp <<<'void f() { io_.stop(); }'
caught loop_stop daemon/a.cpp
put tests/a.cpp <<<'void f() { io->stop (); }'
caught loop_stop tests/a.cpp
put daemon/a.cpp <<<'void f() { courier_.stop(); audio_.stop(); }'
quiet loop_stop

for text in 'auto t = std::chrono::system_clock::now();' 'auto t = steady_clock::now();' \
  'std::this_thread::sleep_for(1s);' 'auto t = ::time(nullptr);' 'auto t = std::time(nullptr);' ' usleep(3);'; do
  put pollers/a.cpp <<<"$text"
  caught clock pollers/a.cpp
done
put pollers/a.cpp <<<'auto t = steady_clock::now();  // lint: clock: the program is never excused'
caught clock pollers/a.cpp
put tests/a_test.cpp <<<'auto t = steady_clock::now();  // lint: clock:'
caught clock tests/a_test.cpp
put tests/a_test.cpp <<<'auto t = steady_clock::now();  // lint: clock: measures a real delay'
quiet clock
put tests/bench/a.cpp <<<'auto t = steady_clock::now();'
quiet clock
put storage/model/clock.cpp <<<'auto t = system_clock::now();'
quiet clock
put storage/a.cpp <<<'auto t = query.time(0); auto u = clock.now(); log("system_clock::now()");  // sleep_for(1s)'
quiet clock

# include FILE NAME
include() { put "$1" <<<"#include $2"; }
while read -r file name; do
  include "$file" "$name"
  caught includes "$file"
done <<'E'
storage/model/a.h "storage/store.h"
storage/model/a.h <unistd.h>
storage/model/a.h <boost/asio/post.hpp>
storage/model/sub/a.h <SQLiteCpp/SQLiteCpp.h>
storage/a.cpp "pollers/poller.h"
storage/a.cpp <curl/curl.h>
storage/sub/a.cpp "daemon/runtime/log.h"
pollers/a.cpp "storage/store.h"
pollers/a.cpp <sqlite3.h>
pollers/codearts/a.cpp <spdlog/spdlog.h>
daemon/a.cpp <sqlite3.h>
daemon/cli/a.cpp <SQLiteCpp/SQLiteCpp.h>
daemon/a.cpp "tests/fake.h"
daemon/a.cpp "../storage/store.h"
E
while read -r file name; do
  include "$file" "$name"
  quiet includes
done <<'E'
storage/model/a.h "storage/model/event.h"
storage/model/a.cpp <openssl/evp.h>
storage/model/a.h <string_view>
storage/a.cpp <SQLiteCpp/SQLiteCpp.h>
storage/a.cpp <sqlite3.h>
storage/a.cpp <sys/stat.h>
pollers/a.cpp "storage/model/event.h"
pollers/a.cpp <boost/asio/post.hpp>
pollers/a.cpp <nlohmann/json.hpp>
pollers/a.cpp <unistd.h>
daemon/a.cpp "storage/store.h"
daemon/a.cpp <CLI/CLI.hpp>
tests/a.cpp <sqlite3.h>
E

put daemon/a.cpp <<<'auto q = "SELECT id FROM event";'
caught sql daemon/a.cpp
put storage/model/a.cpp <<<'auto q = "x; INSERT INTO event";'
caught sql storage/model/a.cpp
put pollers/a.cpp <<<'#include <sqlite3.h>'
caught sql pollers/a.cpp
put daemon/a.cpp <<<'auto q = "Select one";  // SELECT id, "SELECT id"'
quiet sql
put storage/a.cpp <<<'auto q = "SELECT id FROM event";'
quiet sql

put daemon/a.cpp <<<'int   f( ) { return 1; }'
caught format daemon/a.cpp
put daemon/a.cpp <<<'int f() { return 1; }'
quiet format

put pollers/a.h <<<'namespace noticed {
class Facts {
};
}'
put daemon/a.h <<<'namespace noticed {
class Facts;
struct Facts final {
};
}'
caught one_type pollers/a.h
put pollers/a.h <<<'namespace noticed::codearts {
struct Span {
};
}'
put daemon/a.h <<<'namespace noticed {
class Facts;
struct Span {
  struct Facts {
  };
};
// struct Span {
}'
quiet one_type

put daemon/config/a.h <<<'#include "daemon/watch/watcher.h"'
caught layers daemon/config/a.h
put storage/file/a.cpp <<<'#include "storage/store.h"'
caught layers storage/file/a.cpp
put daemon/daemon.cpp <<<'#include "daemon/cli/cli.h"'
caught layers daemon/daemon.cpp
put daemon/anything/a.cpp <<<'int f() { return 1; }'
caught layers daemon/anything/a.cpp
put daemon/watch/a.h <<<'#include "daemon/config/config.h"  // not "daemon/cli/cli.h"'
quiet layers
put daemon/main.cpp <<<'#include "daemon/cli/cli.h"'
quiet layers
