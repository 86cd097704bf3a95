#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>

#include <fstream>

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

struct SmallDisk {
  explicit SmallDisk(std::filesystem::path where) : path(std::move(where)) {
    mounted = mount("noticed-test", path.c_str(), "tmpfs", 0, "size=2m") == 0;
  }
  ~SmallDisk() {
    if (mounted) umount2(path.c_str(), MNT_DETACH);
  }
  std::filesystem::path path;
  bool mounted = false;
};

class Crash : public StoreTest {
 protected:
  /// Runs `work` in a child process that is killed right after it.
  template <typename Work>
  void in_child_that_dies(Work&& work) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      work();
      raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(WTERMSIG(status), SIGKILL);
  }
  /// The output of the sqlite3 program.
  std::string sqlite3_says(const std::string& sql) const {
    const std::string command = "sqlite3 -readonly '" + db_.string() + "' \"" + sql + "\" 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) text += static_cast<char>(c);
    pclose(pipe);
    return text;
  }
  void life() {
    const auto id = watch_one(watched(service::build, "b1"));
    commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
    commit(RecordedPoll(id, at(301s)).fetched(0, mail(false)));
  }
};

TEST_F(Crash, KilledWriterLeavesWholeTransactions) {
  store_.reset();
  in_child_that_dies([&] {
    open(at(0ms));
    life();
  });
  open(at(600s));
  EXPECT_EQ(row("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(
      row("SELECT (SELECT count(*) FROM snapshots), (SELECT count(*) FROM changes), (SELECT count(*) FROM events), "
          "(SELECT count(*) FROM deliveries)"),
      "2|1|1|2");
  EXPECT_EQ(watch({watched(service::build, "b1")}, at(600s)).front().sections, (SectionState{1, 1, 0, 0}));
}

TEST_F(Crash, WriterKilledInsideATransactionLeavesNothingOfIt) {
  store_.reset();
  in_child_that_dies([&] {
    open(at(0ms));
    const auto id = watch_one(watched(service::build, "b1"));
    commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
    SQLite::Database database(db_.string(), SQLite::OPEN_READWRITE);
    database.exec("BEGIN IMMEDIATE; DELETE FROM snapshot; INSERT INTO meta VALUES ('half', '1')");
  });
  open(at(600s));
  EXPECT_EQ(row("SELECT (SELECT count(*) FROM snapshot), (SELECT count(*) FROM meta WHERE key = 'half')"), "1|0");
}

TEST_F(Crash, ProgramReadsWhileOpenAfterCloseAndAfterKill) {
  life();
  EXPECT_EQ(sqlite3_says("SELECT count(*) FROM changes"), "1\n");
  store_->close(at(400s));
  store_.reset();
  EXPECT_TRUE(std::filesystem::exists(db_.string() + "-wal"));
  EXPECT_TRUE(std::filesystem::exists(db_.string() + "-shm"));
  EXPECT_EQ(std::filesystem::file_size(db_.string() + "-wal"), 0U);
  EXPECT_EQ(sqlite3_says("SELECT count(*) FROM changes"), "1\n");
  in_child_that_dies([&] { open(at(500s)); });
  EXPECT_EQ(sqlite3_says("SELECT count(*) FROM changes"), "1\n");
}

TEST_F(Crash, GroupReaderWithoutWriteRightReadsAfterACleanStop) {
  // lint: skip: only root can become another user
  if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  life();
  store_->close(at(400s));
  store_.reset();
  ASSERT_EQ(chmod(dir_.path().c_str(), 0750), 0);
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path()))
    ASSERT_EQ(chown(entry.path().c_str(), 0, 65534), 0);
  ASSERT_EQ(chown(dir_.path().c_str(), 0, 65534), 0);
  const pid_t child = fork();
  if (child == 0) {
    const bool dropped = setgid(65534) == 0 && setuid(65534) == 0;
    _exit(dropped && sqlite3_says("SELECT count(*) FROM changes") == "1\n" ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(Crash, FullDiskStoresNothingAndTheStoreGoesOn) {
  store_.reset();
  const auto small = dir_.path() / "small";
  std::filesystem::create_directory(small);
  const SmallDisk disk(small);
  // lint: skip: only root can mount a small disk to fill
  if (!disk.mounted) GTEST_SKIP() << "no right to mount a tmpfs";
  db_ = small / "noticed.db";
  open(at(0ms));
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  {
    std::ofstream filler(small / "filler");
    for (int i = 0; i < 2048 && filler; ++i) filler << std::string(1024, 'x') << std::flush;
  }
  Settings large;
  for (int i = 0; i < 2000; ++i) large["email/event" + std::to_string(i) + "/enabled"] = true;
  EXPECT_EQ(store_error([&] { commit(RecordedPoll(id, at(301s)).fetched(0, large)); }), StoreError::Kind::full);
  std::filesystem::remove(small / "filler");
  EXPECT_EQ(row("SELECT count(*) FROM changes"), "0");
  EXPECT_FALSE(commit(RecordedPoll(id, at(601s)).fetched(0, mail(false))).events.empty());
  EXPECT_EQ(row("SELECT not_before FROM changes"), "2026-11-21T14:00:01.000Z");
  store_.reset();
}

TEST_F(Crash, FileSizeLimitStoresNothingAndTheStoreGoesOn) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  Settings large;
  for (int i = 0; i < 2000; ++i) large["email/event" + std::to_string(i) + "/enabled"] = true;
  signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit tight = before;
  tight.rlim_cur = std::filesystem::file_size(db_.string() + "-wal") + 8192;
  setrlimit(RLIMIT_FSIZE, &tight);
  const auto kind = store_error([&] { commit(RecordedPoll(id, at(301s)).fetched(0, large)); });
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_DFL);
  EXPECT_EQ(kind, StoreError::Kind::io);
  EXPECT_EQ(row("SELECT count(*) FROM changes"), "0");
  EXPECT_FALSE(commit(RecordedPoll(id, at(601s)).fetched(0, mail(false))).events.empty());
}

}  // namespace
}  // namespace noticed
