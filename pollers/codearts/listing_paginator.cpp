// The paginator: requests page after page; the listing is complete only if nothing contradicts it.
#include <algorithm>
#include <unordered_set>

#include "pollers/codearts/listing_page.h"

namespace noticed::codearts {
namespace {

constexpr std::size_t kMostPages = 2'000;
constexpr std::size_t kMostRows = 100'000;

class PagedWalk final : public ListingPaginator {
 public:
  PagedWalk(const ListingForm& form, std::string project_id) : form_(form), project_id_(std::move(project_id)) {}

  std::optional<ListingRequest> next() const override {
    if (outcome_ != Completeness::going) return {};
    return form_.request(project_id_, number_);
  }

  void take(const RedactedJson& answer) override {
    ListingPage page = read_page(form_, answer);
    ++pages_;
    // The largest total counts. A smaller one means that a row was deleted; another row may then have moved, unseen, to
    // a page read before.
    if (page.total) total_ = std::max(total_.value_or(0), *page.total);
    const std::size_t rows = page.rows.size();
    const std::size_t fresh = add(std::move(page.rows));
    judge(rows, fresh);
    if (outcome_ != Completeness::going) return;
    if (seen_.size() > kMostRows) give_up("more than " + std::to_string(kMostRows) + " rows");
    if (pages_ >= kMostPages) give_up("more than " + std::to_string(kMostPages) + " pages");
  }

  Completeness outcome() const override { return outcome_; }
  const std::string& anomaly() const override { return anomaly_; }
  std::vector<ListedResource>& rows() override { return rows_; }

 private:
  /// Returns the number of new ids.
  std::size_t add(std::vector<ListingPage::Row> rows) {
    std::size_t fresh = 0;
    for (ListingPage::Row& row : rows) {
      if (!seen_.insert(row.resource.id).second) continue;
      ++fresh;
      if (row.odd) {
        ++odd_;
      } else {
        rows_.push_back(std::move(row.resource));
      }
    }
    return fresh;
  }

  void judge(std::size_t rows, std::size_t fresh) {
    if (rows > form_.limit) return give_up(page() + " has more rows than requested");
    if (fresh < rows) return repeated(fresh);
    if (rows > 0 && end_seen_) return give_up(page() + " has rows although the previous page was not full");
    if (rows == form_.limit) return go_on(form_.limit);
    if (rows == 0) return empty();
    if (lacking()) return go_on(rows);  // the server returned less than requested: continue there
    if (pages_ == 1 && total_ == seen_.size()) return end();
    look_beyond();
  }

  /// Repeated rows are a fault, or an insert shifted rows meanwhile. Exception: where page 1 may equal page 0 and pages
  /// beyond the last may repeat it, the total can confirm completeness.
  void repeated(std::size_t fresh) {
    if (!form_.maybe_from_one || !total_ || fresh > 0) return give_up(page() + " repeats rows of this listing");
    if (pages_ == 2) return go_on(form_.limit);
    end();
  }

  void empty() {
    if (form_.maybe_from_one && pages_ == 1 && lacking()) return go_on(form_.limit);
    if (lacking() || end_seen_ || total_ == seen_.size()) return end();
    look_beyond();
  }

  /// If the total is missing or wrong, an empty page may be a lost one: requests one more page, which must be empty.
  void look_beyond() {
    end_seen_ = true;
    go_on(form_.limit);
  }

  void go_on(std::size_t rows) { number_ += form_.counting == ListingForm::Counting::pages ? 1 : rows; }

  void end() {
    if (lacking()) return give_up(std::to_string(seen_.size()) + " of " + std::to_string(*total_) + " rows received");
    if (odd_ > 0) anomaly_ = "rows skipped because their ids have an unknown form: " + std::to_string(odd_);
    outcome_ = odd_ > 0 && rows_.empty() ? Completeness::partial : Completeness::complete;
  }

  void give_up(std::string why) {
    anomaly_ = std::move(why);
    outcome_ = Completeness::partial;
  }

  bool lacking() const { return total_ && seen_.size() < *total_; }
  std::string page() const { return "page " + std::to_string(pages_); }

  const ListingForm& form_;
  std::string project_id_;
  std::unordered_set<std::string> seen_;
  std::vector<ListedResource> rows_;
  std::size_t odd_ = 0;  // left out because of their form
  std::size_t number_ = 0;
  std::size_t pages_ = 0;  // read so far
  std::optional<std::size_t> total_;
  bool end_seen_ = false;  // a page was not full: the next one must be empty
  Completeness outcome_ = Completeness::going;
  std::string anomaly_;
};

}  // namespace

std::unique_ptr<ListingPaginator> walk_listing(const ListingForm& form, std::string project_id) {
  return std::make_unique<PagedWalk>(form, std::move(project_id));
}

}  // namespace noticed::codearts
