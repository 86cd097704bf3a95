#include "daemon/runtime/log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "storage/model/time_zone.h"
#include "tests/pollers/fake_loop.h"

namespace noticed {
namespace {

using Fields = std::map<std::string, std::string>;

/// A journal that keeps the records sent to it, or accepts none.
class LogTest : public testing::Test {
 protected:
  LogTest() {
    use_time_zone("UTC0");
    testing::internal::CaptureStdout();
  }
  ~LogTest() override {
    if (!heard_) testing::internal::GetCapturedStdout();
  }
  Journal journal() {
    return Journal([this](const Journal::Record& record) {
      if (takes_) records_.emplace_back(record.begin(), record.end());
      return takes_;
    });
  }
  std::string printed() {
    heard_ = true;
    return testing::internal::GetCapturedStdout();
  }

  tests::FakeClock clock_;
  bool takes_ = true;
  std::vector<Fields> records_;

 private:
  bool heard_ = false;
};

Event muted() {
  Event event;
  event.id = "evt_01JD8ZK3V5T8M2Q4X6B9C1D7FG";
  event.seq = 1842;
  event.type = "noticed.settings.changed";
  event.severity = Severity::critical;
  event.summary = "payments-api: no visible notification left for failed builds";
  event.body = R"({"data":{"resource":{"account":"prod","service":"build","id":"48c6","name":"payments-api"}}})";
  return event;
}

TEST_F(LogTest, EventHasItsFieldsInTheJournal) {
  Log log(clock_, "info", LogFormat::journal, journal());
  log.write_event(muted());
  const Event event = muted();
  EXPECT_EQ(records_, std::vector<Fields>{(Fields{{"MESSAGE", event.summary},
                                                  {"PRIORITY", "2"},
                                                  {"SYSLOG_IDENTIFIER", "noticed"},
                                                  {"NOTICED_EVENT", "noticed.settings.changed"},
                                                  {"NOTICED_TYPE", "noticed.settings.changed"},
                                                  {"NOTICED_EVENT_ID", event.id},
                                                  {"NOTICED_SEQ", "1842"},
                                                  {"NOTICED_SEVERITY", "critical"},
                                                  {"NOTICED_RESOURCE", "build/48c6"},
                                                  {"NOTICED_ACCOUNT", "prod"},
                                                  {"NOTICED_SERVICE", "build"},
                                                  {"NOTICED_NAME", "payments-api"},
                                                  {"NOTICED_BODY", event.body}})});
  EXPECT_EQ(printed(), "");
}

TEST_F(LogTest, EventAboutNoResourceNamesItsAccount) {
  Log log(clock_, "info", LogFormat::journal, journal());
  Event event = muted();
  event.severity = Severity::warning;
  event.body = R"({"data":{"account":"prod","service":"repo"}})";
  log.write_event(event);
  EXPECT_EQ(records_.at(0)["NOTICED_ACCOUNT"], "prod");
  EXPECT_EQ(records_.at(0)["NOTICED_SERVICE"], "repo");
  EXPECT_FALSE(records_.at(0).contains("NOTICED_RESOURCE"));
  EXPECT_EQ(records_.at(0)["PRIORITY"], "4");
}

TEST_F(LogTest, RecordOfTheProgramHasItsFieldsInTheJournal) {
  Log log(clock_, "info", LogFormat::journal, journal());
  log.warn("sink_waits", {{"sink", "ops"}, {"next-try", "14:05 today"}});
  EXPECT_EQ(records_, std::vector<Fields>{(Fields{{"MESSAGE", "sink_waits sink=ops next-try=\"14:05 today\""},
                                                  {"PRIORITY", "4"},
                                                  {"SYSLOG_IDENTIFIER", "noticed"},
                                                  {"NOTICED_EVENT", "sink_waits"},
                                                  {"NOTICED_SINK", "ops"},
                                                  {"NOTICED_NEXT_TRY", "14:05 today"}})});
}

TEST_F(LogTest, WithoutAJournalItIsTextAndSaysSoOnce) {
  takes_ = false;
  Log log(clock_, "info", LogFormat::journal, journal());
  log.info("starting", {{"version", "1"}});
  log.write_event(muted());
  takes_ = true;
  log.info("stopped", {});
  EXPECT_EQ(printed(),
            "2026-11-21 14:00:00 +00:00 warn journal_missing cause=\"no journal accepts records at "
            "/run/systemd/journal/socket\" effect=\"the log goes to standard output as text\"\n"
            "2026-11-21 14:00:00 +00:00 info starting version=1\n"
            "2026-11-21 14:00:00 +00:00 error noticed.settings.changed severity=critical summary=\"payments-api: no "
            "visible notification left for failed builds\" seq=1842 id=evt_01JD8ZK3V5T8M2Q4X6B9C1D7FG\n");
  EXPECT_EQ(records_.size(), 1U) << "tried again each time";
}

TEST_F(LogTest, LevelHoldsForTheJournalToo) {
  Log log(clock_, "warn", LogFormat::journal, journal());
  log.info("starting", {});
  Event event = muted();
  event.severity = Severity::info;
  log.write_event(event);
  EXPECT_EQ(records_.size(), 0U);
}

TEST_F(LogTest, JsonHasTimeLevelEventAndFields) {
  Log log(clock_, "info", LogFormat::json);
  log.info("watching", {{"resources", "4"}});
  log.write_event(muted());
  EXPECT_EQ(printed(),
            "{\"time\":\"2026-11-21T14:00:00.000Z\",\"level\":\"info\",\"event\":\"watching\",\"resources\":\"4\"}\n" +
                muted().body + "\n");
}

}  // namespace
}  // namespace noticed
