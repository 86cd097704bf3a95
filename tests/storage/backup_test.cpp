#include "storage/file/backup.h"

#include <fstream>

#include "storage/read/verify.h"
#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class BackUp : public StoreTest {
 protected:
  BackUp() {
    resource_ = watch_one(watched(service::build, "b1"));
    for (int i = 0; i < 4; ++i) commit(RecordedPoll(resource_, at(i * 300s)).fetched(0, mail(i % 2 == 0)));
  }
  /// Settings so large that the copy takes several steps.
  static Settings large(char message) { return {{"email/buildJobFail/text", std::string(3 * 1024 * 1024, message)}}; }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(target_.parent_path()))
      names.push_back(entry.path().filename());
    return names;
  }
  TempDir elsewhere_;
  std::filesystem::path target_ = elsewhere_.path() / "copy.db";
  std::int64_t resource_ = 0;
};

TEST_F(BackUp, StoreGoesOnFromTheCopy) {
  const auto before = rows("SELECT * FROM events");
  const Backup made = back_up(db_, target_, {});
  EXPECT_EQ(made.key, dir_.path() / "noticed.key");
  EXPECT_EQ(made.bytes, static_cast<std::int64_t>(std::filesystem::file_size(target_)));
  EXPECT_TRUE(verify(target_, {}).good());
  store_.reset();
  db_ = target_;
  open(at(2000s));
  EXPECT_EQ(rows("SELECT * FROM events"), before);
  watch({watched(service::build, "b1")}, at(2000s));
  commit(RecordedPoll(resource_, at(2000s)).fetched(0, mail(true)));
  EXPECT_EQ(row("SELECT seq FROM events ORDER BY seq DESC LIMIT 1"), "4");
  EXPECT_EQ(row("PRAGMA auto_vacuum"), "2");
  EXPECT_TRUE(verify(target_, {}).good());
}

TEST_F(BackUp, LeavesOneFileThatTheGroupMayRead) {
  const mode_t before = umask(0077);
  back_up(db_, target_, {});
  umask(before);
  struct stat status {};
  ASSERT_EQ(stat(target_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
  EXPECT_EQ(files(), (std::vector<std::string>{"copy.db"}));
}

TEST_F(BackUp, IsOfOneMomentWhateverIsWrittenMeanwhile) {
  commit(RecordedPoll(resource_, at(1500s)).fetched(0, large('a')));
  commit(RecordedPoll(resource_, at(1800s)).fetched(0, large('b')));
  const std::string then = row("SELECT max(seq) FROM events");
  int steps = 0;
  std::int64_t last = 0;
  back_up(db_, target_, [&](std::int64_t done, std::int64_t) {
    EXPECT_GT(done, last) << "it never begins anew";
    last = done;
    commit(RecordedPoll(resource_, at(2100s + ++steps * 1s)).fetched(0, mail(true)));
    commit(RecordedPoll(resource_, at(2100s + steps * 1s + 500ms)).fetched(0, mail(false)));
  });
  EXPECT_GT(steps, 1);
  db_.swap(target_);
  EXPECT_EQ(row("SELECT max(seq) FROM events"), then);
  EXPECT_TRUE(verify(db_, {}).good());
}

TEST_F(BackUp, RefusesAFileThatIsThere) {
  std::filesystem::create_symlink("nowhere", target_);
  EXPECT_EQ(store_error([&] { back_up(db_, target_, {}); }), StoreError::Kind::refused);
  EXPECT_TRUE(std::filesystem::is_symlink(target_));
}

TEST_F(BackUp, FailedCopyLeavesNothing) {
  const auto give_up = [](std::int64_t, std::int64_t) { throw std::runtime_error("enough"); };
  EXPECT_THROW(back_up(db_, target_, give_up), std::runtime_error);
  EXPECT_EQ(files().size(), 0U);
  EXPECT_EQ(store_error([&] { back_up(dir_.path() / "no.db", target_, {}); }), StoreError::Kind::missing);
  EXPECT_EQ(store_error([&] { back_up(db_, elsewhere_.path() / "no" / "copy.db", {}); }), StoreError::Kind::full);
  EXPECT_EQ(files().size(), 0U);
}

TEST_F(BackUp, LeftoverOfAnEarlierTryIsWrittenAnew) {
  std::ofstream(target_.string() + ".tmp") << "half";
  back_up(db_, target_, {});
  EXPECT_TRUE(verify(target_, {}).good());
}

TEST_F(BackUp, DamagedHistoryIsNotTakenForABackup) {
  store_->close(at(2000s));
  store_.reset();
  const auto root = std::stoll(row("SELECT rootpage FROM sqlite_master WHERE name = 'answer'"));
  std::fstream file(db_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp((root - 1) * 4096);
  file.write("\xff\xff\xff\xff\xff\xff\xff\xff", 8);
  file.close();
  EXPECT_EQ(store_error([&] { back_up(db_, target_, {}); }), StoreError::Kind::io);
  EXPECT_EQ(files().size(), 0U);
}

}  // namespace
}  // namespace noticed
