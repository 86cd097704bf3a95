// noticed.bash in a real bash, called the way readline does.
#include "daemon/man/completion_fixture.h"

namespace noticed::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class BashCompletion : public CompletionTest {
 protected:
  static Words complete(const Words& words) {
    Words all{"bash", "--norc", NOTICED_HERE "/complete.bash", NOTICED_MAN "/noticed.bash", NOTICED_BINARY};
    all.insert(all.end(), words.begin(), words.end());
    return run(all);
  }
};

TEST_F(BashCompletion, NothingTypedThenCommands) {
  EXPECT_THAT(complete({""}), Contains("history"));
  EXPECT_THAT(complete({"cov"}), ElementsAre("coverage"));
  EXPECT_THAT(complete({"-"}), ElementsAre("-h", "--help", "--version"));
}

TEST_F(BashCompletion, DashThenOptionsThatAreNotThereYet) {
  EXPECT_THAT(complete({"show", "--"}), ElementsAre("--help", "--config", "--db", "--json", "--at"));
  EXPECT_THAT(complete({"show", "--json", "--db", "x", "--"}), ElementsAre("--help", "--config", "--at"));
  EXPECT_THAT(complete({"run", ""}), Contains("--once")) << "it takes no argument";
}

TEST_F(BashCompletion, ClosedSetThenItsWords) {
  EXPECT_THAT(complete({"history", "--service", ""}), ElementsAre("build", "pipeline", "check", "repo"));
  EXPECT_THAT(complete({"history", "--service", "=", "re"}), ElementsAre("repo")) << "as readline cuts it";
  EXPECT_THAT(complete({"history", "--service", "="}), ElementsAre("build", "pipeline", "check", "repo"));
  EXPECT_THAT(complete({"history", "--severity", "c"}), ElementsAre("critical"));
  EXPECT_THAT(complete({"history", "--effect", "recipients_"}), ElementsAre("recipients_added", "recipients_removed"));
  EXPECT_THAT(complete({"history", "--since", ""}), IsEmpty());
}

TEST_F(BashCompletion, FileThenReadlinesOwn) {
  for (const char* option : {"-c", "--config", "--db"})
    EXPECT_THAT(complete({"history", option, ""}), ElementsAre("compopt -o default")) << option;
  EXPECT_THAT(complete({"report", "--html", ""}), ElementsAre("compopt -o default"));
  EXPECT_THAT(complete({"backup", ""}), ElementsAre("compopt -o default"));
}

TEST_F(BashCompletion, ResourceThenIdsAndNamesOfTheDatabase) {
  EXPECT_THAT(complete({"show", "--db", db_, "pay"}), testing::UnorderedElementsAre("payments-api", "pay\\ by\\ card"));
  EXPECT_THAT(complete({"show", "--db", db_, "'pay b"}), ElementsAre("pay by card"));
  EXPECT_THAT(complete({"show", "--db", "=", db_, "build/"}), ElementsAre("build/48c6"));
  EXPECT_THAT(complete({"show", "--db", db_, "check/"}), ElementsAre("check/d3e7")) << "its name holds quotes";
  EXPECT_THAT(complete({"show", "--at", "14", ":", "05", "--db", db_, "rep"}), ElementsAre("repo/2111"));
}

TEST_F(BashCompletion, SecondResourceThenOnlyWhereTwoAreTaken) {
  EXPECT_THAT(complete({"diff", "--db", db_, "payments-api", "rep"}), ElementsAre("repo/2111"));
  EXPECT_THAT(complete({"show", "--db", db_, "payments-api", "rep"}), IsEmpty());
}

TEST_F(BashCompletion, DatabaseMissingThenSilence) {
  EXPECT_THAT(complete({"show", "--db", db_ + ".none", "pay"}), IsEmpty());
  EXPECT_THAT(complete({"show", "-c", db_ + ".toml", "pay"}), IsEmpty());
}

}  // namespace
}  // namespace noticed::test
