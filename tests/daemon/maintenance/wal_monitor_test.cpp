#include "daemon/maintenance/wal_monitor.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include "daemon/delivery/dispatcher_fixture.h"
#include "daemon/maintenance/file_users.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

class LogWatchTest : public testing::Test {
 protected:
  LogWatchTest() {
    testing::internal::CaptureStdout();
    Policy policy;
    policy.generation = 1;
    WatchedResource resource;
    resource.info = {"prod", "ap-southeast-3", service::build, "b1", "payments-api", "p1", "Shop", {}};
    resource.interval = 10s;
    resource.sections = 1;
    const Inventory inventory{{&resource, 1}, {}, {}, {}};
    id_ = store_->begin_generation(inventory, std::make_shared<const Policy>(policy), now()).watched.front().resource;
  }
  ~LogWatchTest() override { said(); }
  std::string said() {
    if (std::exchange(heard_, true)) return {};
    return testing::internal::GetCapturedStdout();
  }
  TimePoint now() const { return loop_.clock().wall(); }
  /// A poll that found e-mail on or off; then the monitor's check.
  bool poll(bool on) {
    loop_.advance(10s);
    PollReport cycle;
    cycle.resource = id_;
    cycle.generation = 1;
    cycle.started = now();
    SectionReport section;
    section.state = SectionReport::State::fetched;
    section.asked = section.answered = now();
    section.settings = {{"email/buildJobFail/enabled", on}};
    cycle.sections.push_back(section);
    const bool stored = store_->commit({&cycle, 1}).front().stored;
    watch_.check();
    loop_.run_posted();
    return stored;
  }
  /// Another program writes this many MiB.
  void write(int mebibytes) {
    SQLite::Database other(db_, SQLite::OPEN_READWRITE, 1000);
    other.exec("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0; CREATE TABLE IF NOT EXISTS ballast (x)");
    for (int i = 0; i < mebibytes; ++i) other.exec("INSERT INTO ballast VALUES (zeroblob(1048576))");
  }

  TempDir dir_;
  std::string db_ = (dir_.path() / "noticed.db").string();
  tests::FakeLoop loop_;
  Log log_{loop_.clock(), "info", LogFormat::text};
  std::unique_ptr<Store> store_ = std::make_unique<Store>(StoreOptions{db_, "0011223344556677", "0.1.0", false}, now());
  DirectStore access_{loop_, store_};
  WalMonitor watch_{access_, log_, db_};
  std::int64_t id_ = 0;
  bool heard_ = false;
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST_F(LogWatchTest, ReaderThatStaysIsNamedOnceAndTheLogIsEmptiedWhenItLeft) {
  {
    SQLite::Database reader(db_, SQLite::OPEN_READONLY);
    reader.exec("BEGIN; SELECT count(*) FROM event");
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(poll(i % 2 == 0));
    EXPECT_FALSE(watch_.is_long());
    write(55);
    ASSERT_TRUE(poll(true));
    EXPECT_FALSE(watch_.is_long()) << store_->sizes().log;
    write(12);
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(poll(i % 2 == 0)) << "polling goes on";
    EXPECT_TRUE(watch_.is_long());
    EXPECT_GT(store_->sizes().log, kLongLog);
    EXPECT_FALSE(store_->empty_log());
  }
  ASSERT_TRUE(poll(true));
  EXPECT_FALSE(watch_.is_long());
  EXPECT_EQ(store_->sizes().log, 0);
  ASSERT_TRUE(poll(false));
  const std::string text = said();
  EXPECT_EQ(count(text, "wal_long"), 1U) << text;
  EXPECT_EQ(count(text, "keeps its transaction open"), 1U) << text;
  EXPECT_EQ(count(text, "wal_written_back"), 1U) << text;
}

TEST_F(LogWatchTest, LongLogThatNobodyHoldsIsEmptiedWithoutAWord) {
  {
    SQLite::Database reader(db_, SQLite::OPEN_READONLY);
    reader.exec("BEGIN; SELECT count(*) FROM event");
    write(66);
  }
  ASSERT_TRUE(poll(true));
  EXPECT_EQ(store_->sizes().log, 0);
  EXPECT_EQ(count(said(), "wal_"), 0U);
}

TEST_F(LogWatchTest, SizesAreThoseOfTheFiles) {
  const auto sizes = store_->sizes();
  EXPECT_EQ(sizes.database, static_cast<std::int64_t>(std::filesystem::file_size(db_)));
  EXPECT_EQ(sizes.log, static_cast<std::int64_t>(std::filesystem::file_size(db_ + "-wal")));
  EXPECT_GT(sizes.log, 0);
}

TEST(FileUsers, AreOtherProgramsThatHaveItOpen) {
  const TempDir dir;
  const std::string file = dir.path() / "data";
  const int mine = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  EXPECT_EQ(programs_using(file).size(), 0U) << "not this one";
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const int its = ::open(file.c_str(), O_RDONLY);
    const bool told = its >= 0 && ::write(ready[1], "x", 1) == 1;
    while (told) ::pause();
    ::_exit(1);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(programs_using(file), (std::vector<std::string>{"upkeep_test"}));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  for (const int file_number : {mine, ready[0], ready[1]}) ::close(file_number);
}

}  // namespace
}  // namespace noticed
