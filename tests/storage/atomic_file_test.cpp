#include "storage/file/atomic_file.h"

#include <system_error>

#include "store_fixture.h"
#include "tests/support/file_text.h"

namespace noticed {
namespace {

class AtomicFileTest : public testing::Test {
 protected:
  std::ptrdiff_t files() const {
    const std::filesystem::directory_iterator all(dir_.path());
    return std::distance(begin(all), end(all));
  }
  TempDir dir_;
  std::filesystem::path path_ = dir_.path() / "report.html";
};

TEST_F(AtomicFileTest, FinishedThenItHasReplacedTheOldOne) {
  std::ofstream(path_) << "old";
  AtomicFile file(path_, AtomicFile::Existing::replaced);
  file.stream() << "new";
  EXPECT_EQ(read_file(path_), "old");
  file.finish(0644);
  EXPECT_EQ(read_file(path_), "new");
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFileTest, NotFinishedThenNothingIsLeft) {
  std::ofstream(path_) << "old";
  { AtomicFile(path_, AtomicFile::Existing::replaced).stream() << "half"; }
  EXPECT_EQ(read_file(path_), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFileTest, StreamThatFailedThenTheOldOneStays) {
  std::ofstream(path_) << "old";
  AtomicFile file(path_, AtomicFile::Existing::replaced);
  file.stream().setstate(std::ios::badbit);
  EXPECT_THROW(file.finish(0644), std::system_error);
  EXPECT_EQ(read_file(path_), "old");
}

TEST_F(AtomicFileTest, NoSuchFolderThenTheErrorNamesTheFile) {
  try {
    AtomicFile file(dir_.path() / "none" / "report.html", AtomicFile::Existing::replaced);
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_NE(std::string(error.what()).find("none/report.html cannot be created"), std::string::npos);
  }
}

TEST_F(AtomicFileTest, DeviceOrFolderThenRefusedAndLeftAlone) {
  EXPECT_THROW(AtomicFile(dir_.path(), AtomicFile::Existing::replaced), std::system_error);
  EXPECT_THROW(AtomicFile("/dev/null", AtomicFile::Existing::replaced), std::system_error);
  EXPECT_EQ(files(), 0);
}

TEST_F(AtomicFileTest, LinkThenTheFileBehindItIsReplaced) {
  std::ofstream(path_) << "old";
  const auto link = dir_.path() / "latest.html";
  std::filesystem::create_symlink("report.html", link);
  AtomicFile file(link, AtomicFile::Existing::replaced);
  file.stream() << "new";
  file.finish(0644);
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(read_file(path_), "new");
}

}  // namespace
}  // namespace noticed
