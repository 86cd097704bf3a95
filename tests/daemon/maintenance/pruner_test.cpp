#include "daemon/maintenance/pruner.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "daemon/delivery/dispatcher_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// A history of 400 days with one change per day.
class PrunerTest : public testing::Test {
 protected:
  PrunerTest() {
    Policy policy;
    policy.generation = 1;
    WatchedResource resource;
    resource.info = {"prod", "ap-southeast-3", service::build, "b1", "payments-api", "p1", "Shop", {}};
    resource.interval = 10s;
    resource.sections = 1;
    const Inventory inventory{{&resource, 1}, {}, {}, {}};
    const auto begin = store_->begin_generation(inventory, std::make_shared<const Policy>(policy), now());
    std::vector<PollReport> cycles;
    for (int day = 0; day < 400; ++day) {
      loop_.time().move(24h);
      PollReport cycle;
      cycle.resource = begin.watched.front().resource;
      cycle.generation = 1;
      cycle.started = now();
      SectionReport section;
      section.state = SectionReport::State::fetched;
      section.asked = section.answered = now();
      section.settings = {{"email/buildJobFail/enabled", day % 2 == 0}};
      cycle.sections.push_back(section);
      cycles.push_back(cycle);
    }
    store_->commit(cycles);
  }
  TimePoint now() const { return loop_.clock().wall(); }
  std::int64_t events() const {
    return SQLite::Database(db_, SQLite::OPEN_READONLY).execAndGet("SELECT count(*) FROM event").getInt64();
  }

  TempDir dir_;
  std::string db_ = (dir_.path() / "noticed.db").string();
  tests::FakeLoop loop_;
  Log log_{loop_.clock(), "error", LogFormat::text};
  std::unique_ptr<Store> store_ = std::make_unique<Store>(StoreOptions{db_, "0011223344556677", "0.1.0", false}, now());
  DirectStore access_{loop_, store_};
  Pruner pruner_{loop_, access_, log_};
};

TEST_F(PrunerTest, KeepsAllWhereNothingSaysOtherwise) {
  pruner_.configure({});
  loop_.advance(48h);
  EXPECT_EQ(events(), 399);
}

TEST_F(PrunerTest, BeginsAnHourAfterTheStartAndGoesOnInBatches) {
  pruner_.configure(24h * 100);
  loop_.advance(59min);
  EXPECT_EQ(events(), 399);
  loop_.advance(1min);
  EXPECT_LT(events(), 399) << "a first batch";
  EXPECT_GT(events(), 100) << "and not all at once";
  loop_.advance(10s);
  EXPECT_EQ(events(), 100);
}

TEST_F(PrunerTest, LooksEveryHour) {
  pruner_.configure(24h * 100);
  loop_.advance(2h);
  EXPECT_EQ(events(), 100);
  loop_.advance(24h * 3);
  EXPECT_EQ(events(), 97);
}

TEST_F(PrunerTest, ReloadThatChangesNothingDoesNotPutItOff) {
  pruner_.configure(24h * 100);
  loop_.advance(50min);
  pruner_.configure(24h * 100);
  loop_.advance(11min);
  EXPECT_EQ(events(), 100);
}

TEST_F(PrunerTest, ReloadThatKeepsMoreEndsWhatIsUnderWay) {
  pruner_.configure(24h * 100);
  loop_.advance(1h);
  const auto left = events();
  pruner_.configure({});
  loop_.advance(24h);
  EXPECT_EQ(events(), left);
}

TEST_F(PrunerTest, FailureIsTriedAgainInAnHour) {
  access_.failing = true;
  pruner_.configure(24h * 100);
  loop_.advance(90min);
  access_.failing = false;
  EXPECT_EQ(events(), 399);
  loop_.advance(31min);
  EXPECT_EQ(events(), 100);
}

}  // namespace
}  // namespace noticed
