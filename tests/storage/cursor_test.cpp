// A list read page by page equals the list read at once, also where rows have equal times.
#include "storage/read/cursor.h"

#include "tests/storage/delivery_fixture.h"

namespace noticed {
namespace {

/// All pages of one row each.
template <typename Filter, typename Read>
std::vector<std::string> page_by_page(Filter filter, const Read& read) {
  std::vector<std::string> cursors;
  filter.limit = 1;
  for (auto rows = read(filter); !rows.empty(); rows = read(filter)) {
    filter.after = cursor_of(rows.front());
    cursors.push_back(filter.after);
    if (cursors.size() > 100) break;
  }
  return cursors;
}

template <typename Filter, typename Read>
std::vector<std::string> at_once(const Filter& filter, const Read& read) {
  std::vector<std::string> cursors;
  for (const auto& row : read(filter)) cursors.push_back(cursor_of(row));
  return cursors;
}

using Cursors = std::vector<std::string>;

class Paging : public DeliveryTest {
 protected:
  Paging() {
    // Two changes in one poll, and at the same time one of another resource; gaps of both from the same time on.
    commit(RecordedPoll(1, at(40s)).fetched(0, {{"email/a/enabled", true}, {"email/b/enabled", true}}));
    commit(RecordedPoll(2, at(40s)).fetched(0, mail(true)));
    restart(at(50s), at(60s));
    const auto ids = watch_both();
    for (const auto& id : ids) commit(RecordedPoll(id.resource, at(70s)).failed(0, FailureKind::timeout));
  }
};

TEST_F(Paging, ChangesPageByPageAreTheChanges) {
  const auto read = [this](const ChangeFilter& filter) { return History(db_).changes(filter); };
  const Cursors all = at_once(ChangeFilter{}, read);
  EXPECT_EQ(all.size(), 7U);
  EXPECT_EQ(all.front(), "2026-11-21T14:00:40.100Z/7");
  EXPECT_EQ(page_by_page(ChangeFilter{}, read), all);
}

TEST_F(Paging, GapsPageByPageAreTheGaps) {
  const auto read = [this](const GapFilter& filter) { return CoverageHistory(db_).gaps(filter); };
  const Cursors all = at_once(GapFilter{}, read);
  EXPECT_EQ(all, (Cursors{"2026-11-21T14:00:50.000Z/1/*/not_running", "2026-11-21T14:00:50.000Z/2/*/not_running",
                          "2026-11-21T14:00:40.000Z/1/*/timeout", "2026-11-21T14:00:40.000Z/2/*/timeout"}));
  EXPECT_EQ(page_by_page(GapFilter{}, read), all);
}

TEST_F(Paging, DeliveriesPageByPageAreTheDeliveries) {
  const auto read = [this](const DeliveryFilter& filter) { return DeliveryHistory(db_).deliveries(filter); };
  const Cursors all = at_once(DeliveryFilter{}, read);
  EXPECT_EQ(all.back(), "1/pager");
  EXPECT_EQ(page_by_page(DeliveryFilter{}, read), all);
  DeliveryFilter pending;
  pending.state = "pending";
  pending.sink = "ops";
  EXPECT_EQ(page_by_page(pending, read), at_once(pending, read));
}

TEST_F(Paging, WhatIsNoCursorIsRefused) {
  ChangeFilter filter;
  filter.after = "12";
  EXPECT_THROW(History(db_).changes(filter), NotACursor);
}

TEST_F(Paging, PlaceOfWhatWasPrunedIsStillAPlace) {
  ChangeFilter filter;
  filter.after = "2026-11-21T14:00:15.000Z/999";
  EXPECT_EQ(at_once(filter, [this](const ChangeFilter& f) { return History(db_).changes(f); }),
            Cursors{"2026-11-21T14:00:10.100Z/1"});
}

}  // namespace
}  // namespace noticed
