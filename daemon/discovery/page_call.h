// One page of a listing, as a call of the fetcher. Network thread only.
#pragma once

#include <functional>
#include <optional>
#include <variant>

#include "pollers/codearts/listing.h"
#include "pollers/fetcher.h"

namespace noticed {

class PageCall final : public Call {
 public:
  using Answer = std::variant<RedactedJson, Failure>;

  /// `redactor` must outlive it. `answered` is called once, with the result of the last attempt.
  PageCall(const Redactor& redactor, std::optional<Service> service, ListingRequest request,
           std::function<void(Answer)> answered)
      : redactor_(redactor), service_(service), answered_(std::move(answered)) {
    target = std::move(request.target);
    post = std::move(request.post);
  }

  std::optional<Failure> take(HttpResult result) override {
    if (result.failure) {
      result.failure->detail = redactor_.redact_text(result.failure->detail);
      answer_ = std::move(*result.failure);
    } else {
      answer_ = read_reply(result.reply, redactor_, service_ ? info_of(*service_).good_status : std::string_view{});
    }
    const auto* failure = std::get_if<Failure>(&*answer_);
    return failure == nullptr ? std::nullopt : std::optional(*failure);
  }
  void done() override { answered_(std::move(*answer_)); }

 private:
  const Redactor& redactor_;
  std::optional<Service> service_;
  std::function<void(Answer)> answered_;
  std::optional<Answer> answer_;  // of the last attempt
};

}  // namespace noticed
