#include "daemon/report/new_file.h"

#include <sstream>
#include <system_error>

#include "tests/storage/store_fixture.h"

namespace noticed {
namespace {

class NewFileTest : public testing::Test {
 protected:
  std::string content() const {
    std::ifstream in(path_);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  std::ptrdiff_t files() const {
    const std::filesystem::directory_iterator all(dir_.path());
    return std::distance(begin(all), end(all));
  }
  TempDir dir_;
  std::filesystem::path path_ = dir_.path() / "report.html";
};

TEST_F(NewFileTest, FinishedThenItHasReplacedTheOldOne) {
  std::ofstream(path_) << "old";
  NewFile file(path_);
  file.stream() << "new";
  EXPECT_EQ(content(), "old");
  file.finish();
  EXPECT_EQ(content(), "new");
  EXPECT_EQ(files(), 1);
}

TEST_F(NewFileTest, NotFinishedThenNothingIsLeft) {
  std::ofstream(path_) << "old";
  { NewFile(path_).stream() << "half"; }
  EXPECT_EQ(content(), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(NewFileTest, StreamThatFailedThenTheOldOneStays) {
  std::ofstream(path_) << "old";
  NewFile file(path_);
  file.stream().setstate(std::ios::badbit);
  EXPECT_THROW(file.finish(), std::system_error);
  EXPECT_EQ(content(), "old");
}

TEST_F(NewFileTest, NoSuchFolderThenTheErrorNamesTheFile) {
  try {
    NewFile file(dir_.path() / "none" / "report.html");
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_NE(std::string(error.what()).find("none/report.html cannot be made"), std::string::npos);
  }
}

TEST_F(NewFileTest, DeviceOrFolderThenRefusedAndLeftAlone) {
  EXPECT_THROW(NewFile(dir_.path()), std::system_error);
  EXPECT_THROW(NewFile("/dev/null"), std::system_error);
  EXPECT_EQ(files(), 0);
}

TEST_F(NewFileTest, LinkThenTheFileBehindItIsReplaced) {
  std::ofstream(path_) << "old";
  const auto link = dir_.path() / "latest.html";
  std::filesystem::create_symlink("report.html", link);
  NewFile file(link);
  file.stream() << "new";
  file.finish();
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(content(), "new");
}

}  // namespace
}  // namespace noticed
