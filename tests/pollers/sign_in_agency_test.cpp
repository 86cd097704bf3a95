// The agency of a server: temporary keys from its metadata service.
#include "pollers/sign_in/agency.h"
#include "sign_in_fixture.h"

namespace noticed::tests {
namespace {

class AgencyTest : public SignInTest {
 protected:
  AgencyTest() {
    transport_.server = [this](const HttpRequest& request) {
      return request.method == "PUT" ? token_answer_ : key_answer_(request);
    };
  }
  std::unique_ptr<CredentialProvider> make() {
    AgencyOptions options;
    options.project_id = "0a1b";
    return std::make_unique<AgencySignIn>(loop_, transport_, redactor(), options, 1);
  }
  /// Keys that expire after this time.
  HttpResult keys(const std::string& access, std::chrono::milliseconds life = 24h) const {
    const std::string end = to_text(loop_.clock().wall() + life);
    return reply(
        200,
        nlohmann::json{
            {"credential",
             {{"access", access}, {"secret", "S-" + access}, {"securitytoken", "T-" + access}, {"expires_at", end}}}}
            .dump());
  }
  void answers(HttpResult result) {
    key_answer_ = [result](const HttpRequest&) { return result; };
  }
  /// The requests, as "PUT" and "GET", the latter with its token.
  std::string asked() {
    std::string all;
    for (const auto& request : transport_.sent)
      all += (all.empty() ? "" : " ") +
             (request.method.empty() ? "GET:" + header(request, "X-Metadata-Token") : request.method);
    transport_.sent.clear();
    return all;
  }
  std::string access() const {
    const std::string proof = header(request_, "Authorization");
    const auto at = proof.find("Access=") + 7;
    return proof.substr(at, proof.find(',') - at);
  }

  HttpResult token_answer_ = reply(200, "META1\n");
  std::function<HttpResult(const HttpRequest&)> key_answer_ = [this](const HttpRequest&) { return keys("AK1"); };
};

TEST_F(AgencyTest, FirstSignInThenMetadataTokenKeysAndASignature) {
  const auto made = make();
  EXPECT_FALSE(made->ready());
  ASSERT_EQ(sign(*made), "signed");
  EXPECT_EQ(access(), "AK1");
  EXPECT_EQ(header(request_, "X-Security-Token"), "T-AK1");
  EXPECT_EQ(header(request_, "X-Project-Id"), "0a1b");
  EXPECT_EQ(made->expires(), loop_.clock().wall() + 24h);
  ASSERT_EQ(transport_.sent.size(), 2U);
  const HttpRequest& put = transport_.sent[0];
  EXPECT_EQ(put.url, "http://169.254.169.254/meta-data/latest/api/token");
  EXPECT_EQ(header(put, "X-Metadata-Token-Ttl-Seconds"), "21600");
  EXPECT_EQ(header(put, "Content-Length"), "0");
  const HttpRequest& get = transport_.sent[1];
  EXPECT_EQ(get.url, "http://169.254.169.254/openstack/latest/securitykey");
  EXPECT_EQ(header(get, "X-Metadata-Token"), "META1");
  for (const auto& request : transport_.sent) {
    EXPECT_EQ(request.timeout, 3s);
    EXPECT_EQ(request.connect_timeout, 3s);
    EXPECT_EQ(request.network, nullptr) << "never through a proxy";
  }
}

TEST_F(AgencyTest, OtherSpellingOfTheAnswerThenTheSame) {
  answers(reply(200, R"({"credentials":{"accessKeyId":"AK2","secretAccessKey":"S","securityToken":"T",)"
                     R"("expiration":"2026-11-22T14:00:00.000000Z"}})"));
  const auto made = make();
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(access(), "AK2");
}

TEST_F(AgencyTest, ServiceWithoutTokensThenAskedWithoutAndForOneAgainAfterADay) {
  for (const int status : {404, 405, 503}) {
    token_answer_ = reply(status);
    key_answer_ = [this](const HttpRequest&) { return keys("AK1", 3h); };
    const auto made = make();
    EXPECT_EQ(sign(*made), "signed");
    EXPECT_EQ(asked(), "PUT GET:") << status;
    for (int renewals = 0; renewals < 10; ++renewals) {  // each after 2 h 20 min
      loop_.advance(140min);
      sign(*made);
    }
    EXPECT_EQ(asked(), "GET: GET: GET: GET: GET: GET: GET: GET: GET: GET:") << status;
    token_answer_ = reply(200, "META2");
    loop_.advance(140min);
    sign(*made);
    EXPECT_EQ(asked(), "PUT GET:META2") << status;
  }
}

TEST_F(AgencyTest, MetadataTokenThenUsedUntilItAges) {
  key_answer_ = [this](const HttpRequest&) { return keys("AK1", 3h); };
  const auto made = make();
  sign(*made);
  for (int renewals = 0; renewals < 3; ++renewals) {
    loop_.advance(140min);
    sign(*made);
  }
  EXPECT_EQ(asked(), "PUT GET:META1 GET:META1 GET:META1 PUT GET:META1");
}

TEST_F(AgencyTest, MetadataTokenRefusedThenRefreshedOnce) {
  key_answer_ = [this](const HttpRequest& request) {
    return header(request, "X-Metadata-Token") == "META2" ? keys("AK1", 3h) : reply(401, "token expired");
  };
  const auto made = make();
  EXPECT_EQ(sign(*made).find("auth: no keys from this server's metadata service: HTTP 401"), 0U);
  EXPECT_EQ(asked(), "PUT GET:META1 PUT GET:META1");
  EXPECT_NE(made->rejection(), "");
  token_answer_ = reply(200, "META2");
  loop_.advance(1min);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(AgencyTest, OtherStatusThenNoReasonForAnotherMetadataToken) {
  answers(reply(500));
  sign(*make());
  EXPECT_EQ(asked(), "PUT GET:META1");
}

TEST_F(AgencyTest, TokensDemandedByAServiceThatHadNoneThenAskedForAtOnce) {
  token_answer_ = reply(404);
  key_answer_ = [this](const HttpRequest& request) {
    return header(request, "X-Metadata-Token").empty() ? reply(401) : keys("AK1");
  };
  const auto made = make();
  sign(*made);
  asked();
  token_answer_ = reply(200, "META2");
  loop_.advance(1min);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(asked(), "GET: PUT GET:META2");
}

TEST_F(AgencyTest, NoAgencyThenRejectedWithTheRemedyUntilThereIsOne) {
  const auto made = make();
  for (const int status : {401, 404}) {
    answers(reply(status, "Please configure Cloud Service Agency first"));
    const std::string said = sign(*made);
    EXPECT_EQ(said, "auth: " + made->rejection());
    EXPECT_EQ(made->rejection(),
              "no keys from this server's metadata service: no agency is configured for this server: choose one on the "
              "server's page of the console (HTTP " +
                  std::to_string(status) + ": Please configure Cloud Service Agency first)");
    loop_.advance(1min);
  }
  EXPECT_EQ(asked(), "PUT GET:META1 GET:META1") << "that is no reason for another token";
  answers(keys("AK1"));
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(AgencyTest, OtherFailuresThenTheirKindAndNoRejection) {
  const std::string no = ": no keys from this server's metadata service: ";
  const std::tuple<HttpResult, std::string, std::string> failures[] = {
      {no_reply(FailureKind::timeout, "late"), "timeout", "late; check that this is a server of the cloud"},
      {reply(404), "server", "HTTP 404"},
      {reply(302), "server", "HTTP 302"},
      {reply(403), "server", "HTTP 403"},
      {reply(429), "throttled", "HTTP 429"},
      {reply(200, "[]"), "malformed", "its answer is not a JSON object"},
      {reply(200, "<html>"), "malformed", "not JSON at byte 1"},
      {reply(200, R"({"credential":7})"), "malformed", "its answer contains no credential"},
      {reply(200, R"({"credential":{"access":"A","secret":"S","expires_at":"2026-11-22T14:00:00Z"}})"), "malformed",
       "its credential is incomplete"},
      {reply(200, R"({"credential":{"access":"A","secret":"S","securitytoken":"T"}})"), "malformed",
       "its credential's expires_at is not a time"},
      {keys("AK1", 9s), "malformed", "its keys have expired; check this machine's clock"}};
  for (const auto& [result, kind, detail] : failures) {
    answers(result);
    const auto made = make();
    EXPECT_EQ(sign(*made), kind + no + detail);
    EXPECT_EQ(made->rejection(), "") << detail;
    EXPECT_TRUE(made->ready()) << detail;
    loop_.advance(1min);
    EXPECT_FALSE(made->ready()) << detail;
  }
}

TEST_F(AgencyTest, MetadataTokenFailsThenNoKeysAreAskedFor) {
  for (const auto& result : {no_reply(FailureKind::network), reply(500), reply(200, "two words")}) {
    token_answer_ = result;
    EXPECT_NE(sign(*make()), "signed");
    EXPECT_EQ(asked(), "PUT");
  }
}

TEST_F(AgencyTest, KeysNearTheirEndThenRenewedAndTheOldOnesUsedMeanwhile) {
  const auto made = make();
  sign(*made);
  const CredentialVersion first = version_;
  loop_.advance(24h - 40min - 1ms);
  EXPECT_TRUE(made->ready());
  loop_.advance(1ms);
  EXPECT_FALSE(made->ready());
  answers(reply(500));
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(access(), "AK1");
  EXPECT_EQ(version_, first);
  answers(keys("AK2"));
  loop_.advance(1s);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(access(), "AK2");
  EXPECT_GT(version_, first);
}

TEST_F(AgencyTest, ShortKeysThenRenewedAfterTwoThirds) {
  answers(keys("AK1", 1h));
  const auto made = make();
  sign(*made);
  loop_.advance(40min - 1ms);
  EXPECT_TRUE(made->ready());
  loop_.advance(1ms);
  EXPECT_FALSE(made->ready());
}

TEST_F(AgencyTest, KeysRefusedThenFreshOnesOnceAMinute) {
  const auto made = make();
  sign(*made);
  answers(keys("AK2"));
  const CredentialVersion first = version_;
  EXPECT_TRUE(made->refused(first, bad_signature(), ""));
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(access(), "AK2");
  EXPECT_TRUE(made->refused(first, bad_signature(), "")) << "those of before";
  EXPECT_FALSE(made->refused(version_, bad_signature(), ""));
  EXPECT_NE(made->rejection(), "");
  const std::string said = sign(*made);
  EXPECT_EQ(said, "auth: " + made->rejection());
  made->accepted(version_);
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(AgencyTest, SameKeysComeAgainThenTheyRestUntilOthersCome) {
  const auto made = make();
  sign(*made);
  made->refused(version_, bad_signature(), "");
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_FALSE(made->refused(version_, bad_signature(), ""));
  EXPECT_NE(sign(*made), "signed");
  answers(keys("AK2"));
  loop_.advance(24h - 40min);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(AgencyTest, SecurityTokenRefusedThenFreshKeys) {
  const auto made = make();
  sign(*made);
  EXPECT_TRUE(made->refused(version_, token_expired(), ""));
  EXPECT_FALSE(made->ready());
}

TEST_F(AgencyTest, AmbiguousRefusalThenNothingStands) {
  const auto made = make();
  sign(*made);
  EXPECT_FALSE(made->refused(version_, ambiguous(), ""));
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(AgencyTest, ClockWrongThenNamedAndNoKeysFetched) {
  const auto made = make();
  sign(*made);
  EXPECT_FALSE(made->refused(version_, bad_signature(), "Sat, 21 Nov 2026 13:00:00 GMT"));
  EXPECT_EQ(made->rejection().find("the clock of this machine is 1 h 0 min ahead of the cloud's"), 0U);
  EXPECT_TRUE(made->ready());
}

TEST_F(AgencyTest, AnswersThenTheirSecretsInNoText) {
  for (
      const char* body :
      {R"({"credential":{"access":"AK","secret":"SECRET9876","securitytoken":"SECRET9876"})",
       R"({"credential":{"access":"A K","secret":"SECRET9876","securitytoken":"SECRET9876"}})",
       R"({"credential":{"access":"AK","secret":"SECRET9876","securitytoken":"SECRET9876","expires_at":"SECRET9876"}})"}) {
    answers(reply(200, body));
    const auto made = make();
    EXPECT_EQ(sign(*made).find("SECRET9876"), std::string::npos) << body;
    EXPECT_EQ(made->rejection().find("SECRET9876"), std::string::npos) << body;
  }
}

TEST_F(AgencyTest, DestroyedWhileACallIsOnItsWayThenNobodyIsTold) {
  auto made = make();
  int done = 0;
  made->renew([&] { ++done; });
  made.reset();
  loop_.run_posted();
  EXPECT_EQ(done, 0);
}

}  // namespace
}  // namespace noticed::tests
