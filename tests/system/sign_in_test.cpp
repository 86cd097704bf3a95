// Signing in for real: the program against a cloud that checks passwords, tokens and signatures.
#include <gtest/gtest.h>
#include <signal.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

constexpr const char* kIam = R"(auth = "iam"
user = "watcher"
domain = "acme"
password_file = "password")";
constexpr const char* kKeys = R"(auth = "aksk"
project_id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9")";

SceneOptions with_user(int token_life_s = 86'400) {
  SceneOptions options;
  options.auth = kIam;
  options.cloud = {
      {"users", {{{"domain", "acme"}, {"user", "watcher"}, {"password", "right"}, {"project", "ap-southeast-3"}}}},
      {"token_life_s", token_life_s}};
  return options;
}

SceneOptions with_keys() {
  SceneOptions options;
  options.auth = kKeys;
  options.cloud = {{"keys", {{{"access", "AKEXAMPLE"}, {"secret", "s3cr3t-key"}}}}};
  return options;
}

long stat_of(Scene& scene, const std::string& name) { return scene.cloud().stats().value(name, -1L); }

TEST(SignIn, PasswordIsRightThenOneTokenForAll) {
  Scene scene(with_user());
  scene.credential("password", "right\n");
  scene.watch_all(1);
  scene.watch_all(2);
  scene.write();
  scene.start();
  EXPECT_TRUE(scene.first_sight());
  EXPECT_EQ(scene.count("SELECT count(*) FROM resources WHERE state = 'ok'"), 8);
  EXPECT_EQ(stat_of(scene, "tokens_issued"), 1);
}

TEST(SignIn, TokensAreRevokedUnderLoadThenOneRenewalAndNothingIsMissed) {
  Scene scene(with_user());
  scene.credential("password", "right\n");
  for (std::uint64_t i = 0; i < 20; ++i) scene.watch_all(i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.cloud().control("revoke");
  EXPECT_TRUE(eventually([&] { return stat_of(scene, "tokens_issued") == 2; }));
  const long before = stat_of(scene, "requests");
  EXPECT_TRUE(eventually([&] { return stat_of(scene, "requests") > before + 1000; }));
  EXPECT_EQ(stat_of(scene, "tokens_issued"), 2);
  EXPECT_EQ(scene.count("SELECT count(*) FROM gaps"), 0);
}

TEST(SignIn, TokensLiveShortlyThenRenewedBeforeTheyEnd) {
  Scene scene(with_user(12));
  scene.credential("password", "right\n");
  scene.watch_all(1);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  EXPECT_TRUE(eventually([&] { return stat_of(scene, "tokens_issued") >= 3; }));
  EXPECT_EQ(scene.count("SELECT count(*) FROM gaps"), 0);
}

TEST(SignIn, PasswordIsWrongThenOneAttemptAndOneEventUntilTheFileChanges) {
  Scene scene(with_user());
  scene.credential("password", "wrong\n");
  for (std::uint64_t i = 0; i < 3; ++i) scene.watch_all(i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.until_events("account.rejected", 1));
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM resources WHERE failures >= 4", 12));
  EXPECT_EQ(stat_of(scene, "sign_ins_refused"), 1);
  EXPECT_EQ(scene.events("resource.unreachable"), 0);
  // A reload does not cause another attempt; a changed file does.
  scene.daemon().signal(SIGHUP);
  ASSERT_TRUE(scene.until_count("SELECT min(failures) >= 6 FROM resources", 1));
  EXPECT_EQ(stat_of(scene, "sign_ins_refused"), 1);
  scene.credential("password", "right\n");
  EXPECT_TRUE(scene.until_events("account.restored", 1));
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM resources WHERE state = 'ok'", 12));
  EXPECT_EQ(scene.events("account.rejected"), 1);
  EXPECT_EQ(scene.log().find("wrong\n"), std::string::npos);
}

TEST(SignIn, KeysFitThenEverySignatureIsVerified) {
  Scene scene(with_keys());
  scene.credential("access-key", "AKEXAMPLE\n");
  scene.credential("secret-key", "s3cr3t-key\n");
  scene.watch_all(1);
  scene.write();
  scene.start();
  EXPECT_TRUE(scene.first_sight());
  EXPECT_EQ(scene.count("SELECT count(*) FROM resources WHERE state = 'ok'"), 4);
  EXPECT_GE(stat_of(scene, "signatures_verified"), 15);
  EXPECT_EQ(stat_of(scene, "signatures_refused"), 0);
}

TEST(SignIn, KeyIsWrongThenTriedOnceAndRotatedWithoutARestart) {
  Scene scene(with_keys());
  scene.credential("access-key", "AKEXAMPLE\n");
  scene.credential("secret-key", "another\n");
  for (std::uint64_t i = 0; i < 5; ++i) scene.watch_all(i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.until_events("account.rejected", 1));
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM resources WHERE failures >= 3", 20));
  EXPECT_EQ(stat_of(scene, "signatures_refused"), 1);
  scene.credential("secret-key", "s3cr3t-key\n");
  EXPECT_TRUE(scene.until_events("account.restored", 1));
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM resources WHERE state = 'ok'", 20));
}

TEST(SignIn, ClocksDifferThenTheDifferenceIsNamed) {
  Scene scene(with_keys());
  scene.credential("access-key", "AKEXAMPLE\n");
  scene.credential("secret-key", "s3cr3t-key\n");
  scene.cloud().control("clock", {{"offset_s", 7'400}});
  scene.watch_all(1);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.until_events("account.rejected", 1));
  const auto rows = scene.query("SELECT body FROM events WHERE type = 'noticed.account.rejected'");
  EXPECT_NE(rows[0][0].find("clock"), std::string::npos) << rows[0][0];
  EXPECT_NE(rows[0][0].find("2 h 3 min"), std::string::npos) << rows[0][0];
}

TEST(SignIn, ServerHasAnAgencyThenItsKeysAreUsed) {
  for (const char* v2 : {"required", "optional", "absent"}) {
    SceneOptions options;
    options.auth = "auth = \"agency\"";
    options.cloud = {{"metadata", {{"v2", v2}, {"life_s", 86'400}, {"agency", true}}}};
    Scene scene(options);
    scene.watch_all(1);
    scene.write();
    scene.start();
    EXPECT_TRUE(scene.first_sight()) << v2;
    EXPECT_EQ(scene.count("SELECT count(*) FROM resources WHERE state = 'ok'"), 4) << v2;
  }
}

TEST(SignIn, OneRepositoryIsRefusedThenItIsGoneAndTheAccountIsNot) {
  Scene scene(with_user());
  scene.credential("password", "right\n");
  for (std::uint64_t i = 0; i < 6; ++i) scene.watch(Service::repo, i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.fault(codearts::generated_id(Service::repo, 3), "status",
              {{"status", 401}, {"body", R"({"error_code":"CH.080401","error_msg":"unauthorized"})"}});
  EXPECT_TRUE(scene.until_events("resource.gone", 1));
  EXPECT_LE(stat_of(scene, "tokens_issued"), 2);
  scene.clear_faults();
  EXPECT_TRUE(scene.until_events("resource.returned", 1));
  EXPECT_EQ(scene.events("account.rejected"), 0);
  EXPECT_EQ(scene.events("resource.unreachable"), 0);
}

}  // namespace
}  // namespace noticed::test
