#include <sched.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "storage/file/connection.h"
#include "storage/file/database_file.h"
#include "storage/file/lock_file.h"
#include "storage/read/history.h"
#include "tests/storage/store_fixture.h"

namespace noticed {
namespace {

using Kind = StoreError::Kind;

class Open : public StoreTest {
 protected:
  std::optional<Kind> open_error() {
    return store_error([&] { Store store(options(), at(60s)); });
  }
  void edit(const std::string& sql) {
    store_.reset();
    SQLite::Database(db_.string(), SQLite::OPEN_READWRITE).exec(sql);
  }
};

TEST_F(Open, NewFileIsWalIncrementalAndOurs) {
  EXPECT_EQ(row("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(row("PRAGMA auto_vacuum"), "2");
  EXPECT_EQ(row("PRAGMA application_id"), std::to_string(0x6e746364));
  EXPECT_EQ(row("PRAGMA user_version"), "8");
}

TEST_F(Open, FilesAreReadableByTheGroupWhateverTheUmask) {
  const mode_t before = umask(0077);
  TempDir other;
  const auto db = other.path() / "state" / "noticed.db";
  const Store store({db, "k", "0.1.0", false}, at(0ms));
  umask(before);
  const auto mode = [](const std::filesystem::path& path) {
    struct stat status {};
    stat(path.c_str(), &status);
    return status.st_mode & 0777U;
  };
  EXPECT_EQ(mode(db), 0640U);
  EXPECT_EQ(mode(db.string() + "-wal"), 0640U);
  EXPECT_EQ(mode(db.string() + "-shm"), 0640U);
  EXPECT_EQ(mode(db.string() + ".lock"), 0640U);
  EXPECT_EQ(mode(db.parent_path()) & 0027U, 0U);
}

TEST_F(Open, SecondWriterIsKeptOut) {
  EXPECT_EQ(open_error(), Kind::locked);
  store_.reset();
  EXPECT_EQ(open_error(), std::nullopt);
}

TEST_F(Open, RunningDaemonIsSeenFromOutside) {
  EXPECT_EQ(daemon_runs(db_), true);
  EXPECT_EQ(open_error(), Kind::locked);  // asking did not release the lock
  store_.reset();
  EXPECT_EQ(daemon_runs(db_), false);
  EXPECT_EQ(daemon_runs(dir_.path() / "other.db"), false);
}

TEST_F(Open, NewerSchemaIsRefused) {
  edit("PRAGMA user_version = 99");
  EXPECT_EQ(open_error(), Kind::newer);
}

TEST_F(Open, ResourcesOfAnUnknownServiceAreRefused) {
  edit("INSERT INTO section_name VALUES ('deploy', 0, '*', 0)");
  EXPECT_EQ(open_error(), std::nullopt) << "nothing is stored of it";
  edit(
      "INSERT INTO account VALUES (9, 'prod', 'r');"
      "INSERT INTO resource (account_id, service, external_id, project_id, project_name, name, labels, interval_s, "
      "sections, first_seen_ms) "
      "VALUES (9, 'deploy', 'd1', '', '', '', '{}', 300, 1, 0)");
  EXPECT_EQ(open_error(), Kind::newer);
}

TEST_F(Open, NamesOfSectionsAreBroughtUpToDate) {
  edit("DELETE FROM section_name WHERE service = 'repo'; UPDATE section_name SET name = 'x' WHERE service = 'check'");
  open(at(0ms));
  EXPECT_EQ(rows("SELECT name FROM section_name WHERE service IN ('check', 'repo') ORDER BY service, section"),
            (std::vector<std::string>{"*", "status", "system", "email", "wecom", "feishu", "dingtalk"}));
}

TEST_F(Open, OtherProgramsDatabaseIsRefused) {
  edit("PRAGMA application_id = 42");
  EXPECT_EQ(open_error(), Kind::foreign);
}

TEST_F(Open, DatabaseWithoutApplicationIdButWithTablesIsRefused) {
  store_.reset();
  const auto other = dir_.path() / "other.db";
  SQLite::Database(other.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t (x)");
  auto changed = options();
  changed.path = other;
  EXPECT_EQ(store_error([&] { Store store(changed, at(0ms)); }), Kind::foreign);
}

TEST_F(Open, FileThatIsNoDatabaseIsRefusedAndLeftAlone) {
  const auto text = dir_.path() / "notes.txt";
  std::ofstream(text) << std::string(5000, 'x');
  auto changed = options();
  changed.path = text;
  EXPECT_EQ(store_error([&] { Store store(changed, at(0ms)); }), Kind::foreign);
  EXPECT_EQ(std::filesystem::file_size(text), 5000U);
}

TEST_F(Open, EmptyFileIsFilled) {
  const auto empty = dir_.path() / "empty.db";
  std::ofstream(empty).flush();
  auto changed = options();
  changed.path = empty;
  EXPECT_EQ(store_error([&] { Store store(changed, at(0ms)); }), std::nullopt);
}

TEST_F(Open, FileOfAStartThatDiedBeforeTheSchemaIsFilled) {
  auto changed = options();
  changed.path = dir_.path() / "young.db";
  SQLite::Database(changed.path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
  EXPECT_EQ(store_error([&] { Store store(changed, at(0ms)); }), std::nullopt);
}

TEST_F(Open, JournalOfAStartThatDiedIsUndoneByAReader) {
  const auto half = dir_.path() / "half.db";
  {
    SQLite::Database making((dir_.path() / "making.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    making.exec(
        "PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA cache_size = 1; BEGIN IMMEDIATE;"
        "CREATE TABLE t (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
        "INSERT INTO t SELECT randomblob(4000) FROM n");
    std::filesystem::copy(dir_.path() / "making.db", half);
    std::filesystem::copy(dir_.path() / "making.db-journal", half.string() + "-journal");
  }
  const auto read = [&] { History history(half); };
  EXPECT_EQ(store_error(read), Kind::missing) << "it holds nothing, and can be read";
  EXPECT_FALSE(std::filesystem::exists(half.string() + "-journal"));
}

TEST_F(Open, AnotherUsersFileIsRefused) {
  // lint: skip: only root can give a file away
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  store_.reset();
  ASSERT_EQ(chown(db_.c_str(), 65534, 65534), 0);
  EXPECT_EQ(open_error(), Kind::permission);
}

/// The error of preparing a database on a separate disk mounted with `options`; nullopt: it could not be mounted.
std::optional<StoreError::Kind> on_a_disk(const std::filesystem::path& folder, const char* options, bool read_only) {
  const pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("noticed-test", folder.c_str(), "tmpfs", 0, options) != 0)
      _exit(255);
    const auto file = folder / "noticed.db";
    if (read_only) std::ofstream(file) << "x";
    if (read_only && mount(nullptr, folder.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) _exit(255);
    try {
      prepare_database_file(file);
    } catch (const StoreError& error) {
      _exit(1 + static_cast<int>(error.kind()));
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WEXITSTATUS(status) == 255) return {};
  return static_cast<StoreError::Kind>(WEXITSTATUS(status) - 1);
}

TEST(DatabaseFile, DiskWithoutRoomOrReadOnlyIsRefused) {
  const TempDir dir;
  const auto full = on_a_disk(dir.path(), "size=64k", false);
  // lint: skip: mounting needs root
  if (!full) GTEST_SKIP() << "mounting needs root";
  EXPECT_EQ(full, StoreError::Kind::full);
  EXPECT_EQ(on_a_disk(dir.path(), "size=4m", true), StoreError::Kind::permission);
}

TEST(DatabaseFile, NetworkFileSystemsAreKnown) {
  EXPECT_TRUE(is_network_file_system(0x6969, "nfs4"));
  EXPECT_TRUE(is_network_file_system(0xFE534D42, "cifs"));
  EXPECT_TRUE(is_network_file_system(0xFFFFFFFFFF534D42, "cifs"));  // f_type is signed on some machines
  EXPECT_TRUE(is_network_file_system(0x65735546, "fuse.sshfs"));
  EXPECT_FALSE(is_network_file_system(0x65735546, "fuse.fuse-overlayfs"));
  EXPECT_FALSE(is_network_file_system(0xEF53, "ext4"));
}

TEST(StoreErrors, SqliteCodesBecomeKinds) {
  const auto kind = [](int code) { return to_store_error(SQLite::Exception("x", code), "/var/n.db").kind(); };
  EXPECT_EQ(kind(SQLITE_FULL), Kind::full);
  EXPECT_EQ(kind(SQLITE_IOERR), Kind::io);
  EXPECT_EQ(kind(SQLITE_READONLY), Kind::permission);
  EXPECT_EQ(kind(SQLITE_CANTOPEN), Kind::permission);
  EXPECT_EQ(kind(SQLITE_BUSY), Kind::locked);
  EXPECT_EQ(kind(SQLITE_NOTADB), Kind::foreign);
  EXPECT_NE(std::string(to_store_error(SQLite::Exception("x", SQLITE_FULL), "/var/n.db").what()).find("/var/n.db"),
            std::string::npos);
}

}  // namespace
}  // namespace noticed
