#include "daemon/control/poll_answer.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace noticed {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::chrono::seconds kSayWaiting{1};
constexpr std::string_view kResource = "resource=";

/// Kept by the reply, so that it waits as long as the client does.
class PollAnswer final : public PollRequests::Asker, public std::enable_shared_from_this<PollAnswer> {
 public:
  PollAnswer(AdminReply& reply, const PollAnswerParts& parts) : reply_(reply), parts_(parts) {}
  ~PollAnswer() override { parts_.requests.leave(*this); }
  PollAnswer(const PollAnswer&) = delete;
  PollAnswer& operator=(const PollAnswer&) = delete;

  void begun(std::size_t of) {
    say({{"answer", "begun"}, {"of", of}});
    tick();
    if (of == 0) all_polled();
  }
  void polled(const Polled& polled) override {
    Json events = Json::array();
    for (const PolledEvent& event : polled.outcome.events)
      events.push_back({{"seq", event.seq},
                        {"type", event.type},
                        {"severity", std::string(to_text(event.severity))},
                        {"summary", event.summary}});
    say({{"answer", "polled"},
         {"resource", polled.resource},
         {"service", std::string(to_text(polled.service))},
         {"id", std::string(polled.id)},
         {"outcome", std::string(to_text(polled.outcome.kind))},
         {"partly", polled.outcome.partly},
         {"error", polled.outcome.error},
         {"events", std::move(events)}});
  }
  void all_polled() override {
    parts_.settle([weak = weak_from_this()](const std::string& error) {
      const auto self = weak.lock();
      if (!self) return;
      self->say({{"answer", "done"}, {"error", error}});
      self->reply_.end();
    });
  }

 private:
  void say(const Json& line) { reply_.add(line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"); }
  void tick() {
    timer_ = parts_.loop.after(kSayWaiting, [this] {
      say({{"answer", "waiting"}, {"left", parts_.requests.left(*this)}});
      tick();
    });
  }

  AdminReply& reply_;
  const PollAnswerParts& parts_;
  Alarm timer_;
};

}  // namespace

void answer_poll(const AdminRequest& request, const std::shared_ptr<AdminReply>& reply, const PollAnswerParts& parts) {
  const std::string& query = request.query;
  std::int64_t resource = 0;
  if (!query.empty()) {
    const char* end = query.data() + query.size();
    const char* number = query.data() + std::min(kResource.size(), query.size());
    const auto [stop, error] = std::from_chars(number, end, resource);
    if (!query.starts_with(kResource) || error != std::errc() || stop != end)
      return reply->send(text_answer(400, "the query must be resource=NUMBER"));
  }
  const auto answer = std::make_shared<PollAnswer>(*reply, parts);
  if (!query.empty() && !parts.requests.ask_one(*answer, resource))
    return reply->send(text_answer(404, "the resource is not watched"));
  reply->keep(answer);
  AdminAnswer head;
  head.type = "application/x-ndjson";
  reply->begin(head);
  answer->begun(query.empty() ? parts.requests.ask_all(*answer) : 1);
}

}  // namespace noticed
