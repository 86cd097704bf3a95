#include "storage/read/reading.h"

#include "storage/read/read_transaction.h"

namespace noticed {

Reading::Reading(const std::filesystem::path& path)
    : connection_(open_history(path)),
      transaction_(translating(path, [&] { return std::make_unique<ReadTransaction>(*connection_); })),
      history(connection_),
      coverage(connection_),
      deliveries(connection_),
      reports(connection_) {}

Reading::~Reading() = default;

}  // namespace noticed
