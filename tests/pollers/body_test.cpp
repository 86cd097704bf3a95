#include "pollers/body.h"

#include <gtest/gtest.h>

#include "pollers/poller.h"

namespace noticed {
namespace {

std::string fault_of(std::string_view body) {
  try {
    parse_body(body);
  } catch (const Malformed& fault) {
    return fault.what();
  }
  return "";
}

std::string nested(int levels) {
  const auto count = static_cast<std::size_t>(levels);
  return std::string(count, '[') + std::string(count, ']');
}

TEST(Body, WellFormedThenAllKindsOfValuesAreRead) {
  const auto parsed = parse_body(R"( {"a":[1,-2,2.5,true,null,"\u00e9"],"b":{"c":{}}, "d":18446744073709551615} )");
  EXPECT_EQ(parsed.dump(), R"({"a":[1,-2,2.5,true,null,"é"],"b":{"c":{}},"d":18446744073709551615})");
  EXPECT_EQ(parse_body("[]").dump(), "[]");
  EXPECT_EQ(parse_body("7"), 7);
}

TEST(Body, NotJsonThenPlaceButNoContentIsTold) {
  EXPECT_EQ(fault_of(""), "empty");
  EXPECT_EQ(fault_of(R"({"secret": hunter2})"), "not JSON at byte 12");
  EXPECT_EQ(fault_of("{} x"), "not JSON at byte 4");
  EXPECT_EQ(fault_of("{}{}"), "not JSON at byte 3");
  EXPECT_EQ(fault_of("[1,]"), "not JSON at byte 4");
  EXPECT_EQ(fault_of("NaN"), "not JSON at byte 1");
  EXPECT_EQ(fault_of(std::string("{}\0rest", 7)), "a NUL at byte 3");
  EXPECT_EQ(fault_of("[1e999]"), "a number is out of range at byte 6");
}

TEST(Body, InvalidUtf8ThenMalformed) {
  EXPECT_EQ(fault_of("[\"\xff\"]"), "invalid UTF-8 at byte 3");
  EXPECT_EQ(fault_of("[\"\xc0\xaf\"]"), "invalid UTF-8 at byte 3");
  EXPECT_NE(fault_of(R"(["\ud800"])"), "");
}

TEST(Body, KeyTwiceInOneObjectThenMalformed) {
  EXPECT_EQ(fault_of(R"({"a":1,"a":1})"), "a key occurs twice in one object");
  EXPECT_EQ(fault_of(R"([{"b":{"a":1,"c":[],"a":2}}])"), "a key occurs twice in one object");
  EXPECT_EQ(fault_of(R"([{"a":1},{"a":1,"b":{"a":2}}])"), "");
}

TEST(Body, DeeperThanAllowedThenMalformed) {
  EXPECT_EQ(fault_of(nested(kMaxDepth)), "");
  EXPECT_EQ(fault_of(nested(kMaxDepth + 1)), "nested deeper than 64 levels");
  EXPECT_EQ(fault_of(std::string(4U << 20U, '[')), "nested deeper than 64 levels");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"a":)";
  EXPECT_EQ(fault_of(objects), "nested deeper than 64 levels");
}

}  // namespace
}  // namespace noticed
