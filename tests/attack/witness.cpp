#include "attack/witness.h"

#include <nlohmann/json.hpp>

namespace noticed::attack {

void Witness::fault(const std::string& when, const std::string& what) {
  tally_.faults.push_back(when + ": " + what + " (" + scene_.dir().string() + ")");
}

void Witness::remember() {
  const auto newest = scene_.query("SELECT seq, chain FROM events ORDER BY seq DESC LIMIT 1");
  if (!newest.empty()) anchor_ = newest.front()[0] + ":" + newest.front()[1];
}

bool Witness::history_is_good(const std::string& when) {
  std::vector<std::string> arguments{"verify"};
  if (!anchor_.empty()) arguments.insert(arguments.end(), {"--anchor", anchor_});
  std::string output;
  const int status = scene_.command(arguments, &output);
  if (status == 0) return true;
  // No event yet: a daemon killed at its very start leaves nothing.
  constexpr int kNothingYet = 66;
  if (status == kNothingYet && anchor_.empty()) return true;
  if (output.find("anchor #") != std::string::npos && output.find("MISSING") != std::string::npos)
    ++tally_.lost;
  else
    ++tally_.crashed, ++tally_.damaged;
  fault(when, "verify of " + (anchor_.empty() ? "all" : anchor_) + " says " + std::to_string(status) + ": " + output);
  return false;
}

std::map<long, Witness::Heard> Witness::heard() const {
  std::map<long, Heard> heard;
  for (const auto& delivery : scene_.receiver().deliveries()) {
    const auto message = nlohmann::json::parse(delivery.body);
    if (message.at("type") == "noticed.storage.failed") continue;  // is never stored
    auto& one = heard[message.at("data").at("seq").get<long>()];
    one.id = message.at("id").get<std::string>();
    ++one.times;
  }
  return heard;
}

void Witness::no_message_without_event(const std::string& when) {
  std::map<long, std::string> stored;
  for (const auto& row : scene_.query("SELECT seq, id FROM events")) stored[std::stol(row[0])] = row[1];
  for (const auto& [seq, one] : heard()) {
    const auto found = stored.find(seq);
    if (found != stored.end() && found->second == one.id) continue;
    ++tally_.lost;
    fault(when, "#" + std::to_string(seq) + " " + one.id + " was told, but is not in the history");
  }
}

void Witness::settle(const std::string& when, std::chrono::seconds patience) {
  scene_.until_count("SELECT count(*) FROM deliveries WHERE state = 'pending' AND sink = 'ops'", 0, patience);
  compare(when);
}

void Witness::compare(const std::string& when) {
  no_message_without_event(when);
  const auto heard_of = heard();
  // An attempt without a result was in flight when the attack struck: its message may arrive twice.
  const auto rows = scene_.query(
      "SELECT e.seq, coalesce(d.state, 'of no sink'), (SELECT count(*) FROM attempts a WHERE a.event_id = e.id AND "
      "a.verdict "
      "IS NULL) FROM events e LEFT JOIN deliveries d ON d.event_id = e.id AND d.sink = 'ops' WHERE e.type NOT LIKE "
      "'noticed.sink.%' AND e.seq > " +
      std::to_string(base_));
  if (rows.empty()) fault(when, "no event can be read");
  for (const auto& row : rows) {
    const auto found = heard_of.find(std::stol(row[0]));
    const long times = found == heard_of.end() ? 0 : found->second.times;
    if (row[1] == "dead") continue;  // shown as dead
    if (times == 0 || row[1] != "delivered") {
      ++tally_.lost;
      fault(when, "#" + row[0] + " is " + row[1] + ", told " + std::to_string(times) + " times");
      continue;
    }
    tally_.duplicated += times - 1;
    if (times > 1 + std::stol(row[2]))
      fault(when,
            "#" + row[0] + " was told " + std::to_string(times) + " times, with " + row[2] + " attempts cut short");
  }
}

}  // namespace noticed::attack
