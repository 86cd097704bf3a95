// verify, prune, backup, fingerprint and forget as a user types them, over a history of three days.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "pollers/redactor.h"
#include "storage/file/key_file.h"
#include "storage/store.h"
#include "support/temp_dir.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

/// b1 calls +86 178 0000 1234 on the first day (event 1), nobody on the second (2), zoe on the third (3).
class UpkeepCommands : public testing::Test {
 protected:
  UpkeepCommands() {
    const KeyFile key = load_or_create_key(db_, false);
    masked_ = Redactor(key.key).mask(MaskKind::phone, "8617800001234");
    store_ = std::make_unique<Store>(StoreOptions{db_, key.id, "0.1.0", false}, begin_);
    Policy policy;
    policy.generation = 1;
    WatchedResource resource;
    resource.info = {"prod", "ap-southeast-3", service::build, "b1", "payments-api", "p1", "Shop", {}};
    resource.interval = 300s;
    resource.sections = 1;
    const Inventory inventory{{&resource, 1}, {}, {}, {}};
    store_->begin_generation(inventory, std::make_shared<const Policy>(policy), begin_);
    poll(0h, {});
    poll(24h, {masked_});
    poll(48h, {"none"});
    poll(72h, {"zoe"});
    store_->close(begin_ + 80h);
    write_config("forever");
  }
  void poll(std::chrono::hours after, std::vector<std::string> phones) {
    PollReport cycle;
    cycle.resource = 1;
    cycle.generation = 1;
    cycle.started = begin_ + after;
    SectionReport section;
    section.state = SectionReport::State::fetched;
    section.asked = section.answered = cycle.started;
    section.settings = {{"email/buildJobFail/enabled", true},
                        {"email/*/mentions.phones", make_list(std::move(phones))}};
    cycle.sections.push_back(section);
    store_->commit({&cycle, 1});
  }
  void write_config(const std::string& keep) {
    std::ofstream(config_) << "[storage]\npath = \"" << db_.string() << "\"\nkeep = \"" << keep
                           << "\"\n[[account]]\nregion = \"ap-southeast-3\"\nauth = \"token\"\ntoken_file = \""
                           << config_
                           << "\"\n[[resource]]\nservice = \"build\"\nid = \"48c66c6002964721be537cdc6ce0297b\"\n";
    ASSERT_EQ(::chmod(config_.c_str(), 0600), 0);
  }
  /// Its output, including errors. `before`: a command that runs the program.
  std::string run(const std::string& arguments, int wanted, const std::string& before = "") {
    const std::string command = before + std::string(NOTICED_BINARY) + " " + arguments + " -c '" + config_ + "' 2>&1";
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    for (int c = ::fgetc(pipe); c != EOF; c = ::fgetc(pipe)) text += static_cast<char>(c);
    EXPECT_EQ(WEXITSTATUS(::pclose(pipe)), wanted) << arguments << ":\n" << text;
    return text;
  }
  void tamper(const std::string& sql) { SQLite::Database(db_.string(), SQLite::OPEN_READWRITE).exec(sql); }

  TempDir dir_;
  std::filesystem::path db_ = dir_.path() / "noticed.db";
  std::string config_ = (dir_.path() / "noticed.toml").string();
  TimePoint begin_ = *parse_rfc3339("2025-01-01T00:00:00Z");
  std::string masked_;
  std::unique_ptr<Store> store_;
};

TEST_F(UpkeepCommands, VerifySaysGoodOrNamesTheFirstDamage) {
  const std::string good = run("verify", 0);
  EXPECT_THAT(good, HasSubstr("events: 3, #1 to #3\n"));
  EXPECT_THAT(good, HasSubstr("detected only with --anchor"));
  const auto document = json::parse(run("verify --json", 0));
  EXPECT_EQ(document["newest"], 3);
  const std::string anchor = "3:" + document["head"].get<std::string>();
  EXPECT_THAT(run("verify --anchor " + anchor, 0), HasSubstr("anchor #3: matches"));
  EXPECT_THAT(run("verify --anchor 3:abc", 64), HasSubstr("is not an anchor"));
  tamper("UPDATE event SET summary = 'all is well' WHERE seq = 2");
  EXPECT_THAT(run("verify", 1), HasSubstr("DAMAGED: event #2 (evt_"));
  EXPECT_EQ(json::parse(run("verify --json", 1))["damages"][0]["seq"], 2);
  tamper("DELETE FROM change WHERE event_seq = 3; DELETE FROM event WHERE seq = 3");
  EXPECT_THAT(run("verify --anchor " + anchor, 1), HasSubstr("later events were removed"));
}

TEST_F(UpkeepCommands, PruneAsksForATimeThenSaysWhatWent) {
  EXPECT_THAT(run("prune", 78), HasSubstr("storage.keep is \"forever\""));
  write_config("30d");
  EXPECT_THAT(run("prune --dry-run", 0),
              HasSubstr("2 events, 2 changes, 3 snapshots, 0 gaps, 0 deliveries would be removed"));
  EXPECT_THAT(run("prune", 0), HasSubstr("2 events, 2 changes, 3 snapshots, 0 gaps, 0 deliveries removed"));
  EXPECT_EQ(json::parse(run("prune --json", 0))["events"], 0);
  EXPECT_THAT(run("verify", 0), HasSubstr("events: 1, #3 to #3; pruned up to #2"));
  EXPECT_THAT(run("show b1 --at 2025-01-02T12:00:00Z", 66), HasSubstr("no resource")) << "named by service/id or name";
  EXPECT_THAT(run("show build/b1 --at 2025-01-02T12:00:00Z", 0),
              HasSubstr("no data is kept for that time: the history begins at "));
  EXPECT_TRUE(json::parse(run("show build/b1 --json --at 2025-01-02T12:00:00Z", 0))["taken_at"].is_null());
  EXPECT_THAT(run("diff build/b1 --from 2025-01-02", 66), HasSubstr("no data is kept for "));
  EXPECT_THAT(run("show build/b1", 0), HasSubstr("zoe"));
}

/// Databases of other users: only root can create them.
class UpkeepOfAnothersDatabase : public UpkeepCommands {
 protected:
  void SetUp() override {
    // lint: skip: only root can give a file away, and act as another user
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    write_config("30d");
    store_.reset();
  }
  void give(uid_t owner) {
    ASSERT_EQ(::chown(dir_.path().c_str(), owner, owner), 0);
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path()))
      ASSERT_EQ(::chown(entry.path().c_str(), owner, owner), 0);
  }
  /// The modes let everybody write, so only the check of the owner can refuse.
  void open_to_all() {
    ASSERT_EQ(::chmod(dir_.path().c_str(), 0777), 0);
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path()))
      ASSERT_EQ(::chmod(entry.path().c_str(), 0666), 0);
  }
  const uid_t daemon_ = 1;  // Debian's user `daemon`
  const std::string as_nobody_ = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
};

TEST_F(UpkeepOfAnothersDatabase, NeitherOwnerNorRootThenRefusedByNameAndNothingIsOpened) {
  give(daemon_);
  open_to_all();
  const auto time = std::filesystem::last_write_time(db_);
  for (const std::string command : {"prune", "forget --yes 8617800001234", "replay --sink a --since 2020-01-01"})
    EXPECT_THAT(
        run(command, 77, as_nobody_),
        HasSubstr(db_.string() +
                  ": belongs to user daemon, and only that user and root may change it; run as root: sudo noticed " +
                  command.substr(0, command.find(' ')) + "\n"));
  EXPECT_EQ(std::filesystem::last_write_time(db_), time);
}

TEST_F(UpkeepOfAnothersDatabase, WhatOnlyReadsThenAllowed) {
  give(daemon_);
  open_to_all();
  EXPECT_THAT(run("prune --dry-run", 0, as_nobody_), HasSubstr("2 events, 2 changes, 3 snapshots"));
}

TEST_F(UpkeepOfAnothersDatabase, ConfigurationWithSecretsOfOthersThenWhatOnlyReadsStillKnowsItsRetention) {
  give(daemon_);
  open_to_all();
  const auto secret = dir_.write("closed/token", "t\n");
  std::ofstream(config_, std::ios::app) << "[[account]]\nname = \"b\"\nregion = \"ap-southeast-3\"\nauth = \"token\"\n"
                                        << "token_file = \"" << secret.string() << "\"\n";
  EXPECT_THAT(run("prune --dry-run", 0, as_nobody_), HasSubstr("2 events, 2 changes, 3 snapshots"));
}

TEST_F(UpkeepOfAnothersDatabase, RootThenDoneAsTheOwnerAndAllFilesAreTheOwners) {
  give(daemon_);
  std::filesystem::remove(db_.string() + ".lock");
  EXPECT_THAT(run("forget --yes 8617800001234", 0), HasSubstr("erased and replaced by forgotten#1"));
  EXPECT_THAT(run("prune", 0), HasSubstr("events, "));
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    struct stat status {};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, daemon_) << entry.path();
  }
}

TEST_F(UpkeepCommands, BackupNamesTheKeyFile) {
  const auto copy = dir_.path() / "copy.db";
  EXPECT_THAT(run("backup " + copy.string(), 0), HasSubstr("Copy " + key_path(db_).string() + " as well,\n"));
  EXPECT_THAT(run("backup " + copy.string(), 78), HasSubstr("already exists"));
  EXPECT_THAT(run("verify --db " + copy.string(), 0), HasSubstr("events: 3, #1 to #3\n"));
}

TEST_F(UpkeepCommands, FingerprintShowsTheMaskedForms) {
  EXPECT_THAT(run("fingerprint 8617800001234", 0), HasSubstr(masked_));
  const std::string piped = "fingerprint - --json < " + (dir_.path() / "value").string();
  std::ofstream(dir_.path() / "value") << "8617800001234\n";
  EXPECT_EQ(json::parse(run(piped, 0))["phone"], masked_);
  EXPECT_THAT(run("fingerprint ''", 64), HasSubstr("the value is empty"));
  std::filesystem::remove(key_path(db_));
  EXPECT_THAT(run("fingerprint x", 78), HasSubstr("file not found"));
  EXPECT_FALSE(std::filesystem::exists(key_path(db_)));
}

TEST_F(UpkeepCommands, ForgetErasesThePlainValueOnceItIsConfirmed) {
  EXPECT_THAT(run("forget 8617800001234 --yes", 69), HasSubstr("noticed run"));
  store_.reset();
  EXPECT_THAT(run("forget 8617800001234 --dry-run", 0),
              HasSubstr("1 settings documents, 0 answers, 2 changes, 2 events"));
  EXPECT_THAT(run("forget 8617800001234 < /dev/null", 1), HasSubstr("nothing was changed"));
  EXPECT_THAT(run("verify", 0), testing::Not(HasSubstr("rewritten")));
  EXPECT_THAT(run("forget 8617800001234 --yes", 0), HasSubstr("erased and replaced by forgotten#1"));
  EXPECT_THAT(run("verify", 0), HasSubstr(" by forget, from #1 to #3"));
  EXPECT_THAT(run("forget '" + masked_ + "' --yes", 0), HasSubstr("not found in the history"));
}

}  // namespace
}  // namespace noticed
