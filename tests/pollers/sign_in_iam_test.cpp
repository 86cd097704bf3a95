// Sign-in with IAM: requests, answers, and a refused password.
#include "iam_fixture.h"

namespace noticed::tests {
namespace {

using nlohmann::json;

TEST_F(IamTest, FirstSignInThenOneDocumentedCallAndItsToken) {
  network_ = std::make_shared<const Network>();
  const auto made = make();
  EXPECT_FALSE(made->ready());
  EXPECT_EQ(made->rejection(), "");
  EXPECT_EQ(made->expires(), std::nullopt);
  ASSERT_EQ(sign(*made), "signed");
  EXPECT_EQ(token_used(), "T1");
  ASSERT_EQ(posts(), 1U);
  const HttpRequest& call = transport_.sent[0];
  EXPECT_EQ(call.url, "https://iam.example/v3/auth/tokens?nocatalog=true");
  EXPECT_EQ(call.method, "");
  EXPECT_EQ(call.network, network_);
  EXPECT_EQ(header(call, "Content-Type"), "application/json;charset=utf8");
  EXPECT_EQ(json::parse(*call.post), json::parse(R"({"auth":{
    "identity":{"methods":["password"],
                "password":{"user":{"name":"watcher","password":"correct horse","domain":{"name":"acme"}}}},
    "scope":{"project":{"name":"ap-southeast-3","domain":{"name":"acme"}}}}})"));
  EXPECT_EQ(made->expires(), loop_.clock().wall() + 24h);
}

TEST_F(IamTest, ProjectIdThenScopedById) {
  for (const char* id : {"0a1b2c3d4e5f60718293a4b5c6d7e8f9", "0A1B2C3D4E5F60718293A4B5C6D7E8F9"}) {
    project_ = id;
    sign(*make());
    EXPECT_EQ(json::parse(*transport_.sent.back().post)["auth"]["scope"]["project"], (json{{"id", id}}));
  }
  for (const char* name : {"0a1b2c3d4e5f60718293a4b5c6d7e8f", "0a1b2c3d4e5f60718293a4b5c6d7e8fg"}) {
    project_ = name;
    sign(*make());
    EXPECT_EQ(json::parse(*transport_.sent.back().post)["auth"]["scope"]["project"]["name"], name);
  }
}

TEST_F(IamTest, ManyWaitThenOneCall) {
  const auto made = make();
  int done = 0;
  for (int i = 0; i < 100; ++i) made->renew([&] { ++done; });
  EXPECT_EQ(done, 0);
  loop_.run_posted();
  EXPECT_EQ(done, 100);
  EXPECT_EQ(posts(), 1U);
  EXPECT_TRUE(made->ready());
  made->renew([&] { ++done; });
  EXPECT_EQ(done, 100) << "never from inside";
  loop_.run_posted();
  EXPECT_EQ(done, 101);
  EXPECT_EQ(posts(), 1U);
}

TEST_F(IamTest, PasswordRefusedThenOneCallAndSilence) {
  answers(wrong_password());
  const auto made = make();
  const std::string reason = "IAM rejects the sign-in (retried when " + file() +
                             " changes, else every 6 h): HTTP 401 401: The username or password is wrong.";
  EXPECT_EQ(sign(*made), "auth: " + reason);
  for (int minute = 0; minute < 6 * 60; ++minute) {
    EXPECT_TRUE(made->ready());
    EXPECT_EQ(made->rejection(), reason);
    sign(*made);
    ASSERT_EQ(posts(), 1U) << minute;
    if (minute < 6 * 60 - 1) loop_.advance(1min);
  }
  loop_.advance(1min - 1ms);
  EXPECT_EQ(sign(*made), "auth: " + reason);
  EXPECT_EQ(posts(), 1U);
  loop_.advance(1ms);
  EXPECT_FALSE(made->ready());
  sign(*made);
  sign(*made);
  EXPECT_EQ(posts(), 2U) << "one try after six hours";
  loop_.advance(6h - 1ms);
  sign(*made);
  EXPECT_EQ(posts(), 2U);
}

TEST_F(IamTest, PasswordFileChangedThenTheNewOneIsTriedOnce) {
  answers(wrong_password());
  const auto made = make();
  sign(*made);
  write("password", "wrong again");
  EXPECT_FALSE(made->ready());
  sign(*made);
  sign(*made);
  EXPECT_EQ(posts(), 2U);
  write("password", "# only the comment is new\nwrong again");
  sign(*made);
  EXPECT_EQ(posts(), 2U);
  answers_tokens();
  write("password", kPassword);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
  EXPECT_EQ(json::parse(*transport_.sent.back().post)["auth"]["identity"]["password"]["user"]["password"], kPassword);
}

TEST_F(IamTest, FileChangedWhileTheOldPasswordIsTriedThenTheNewOneIsTried) {
  transport_.latency = 3s;
  answers(wrong_password());
  const auto made = make();
  int done = 0;
  made->renew([&] { ++done; });
  write("password", "another");
  EXPECT_FALSE(made->ready());
  loop_.advance(3s);
  EXPECT_EQ(done, 1);
  EXPECT_FALSE(made->ready());
}

TEST_F(IamTest, OtherRefusalsThatCannotWorkThenRejected) {
  const std::pair<int, const char*> refusals[] = {
      {401, ""},
      {401, "<html>go away</html>"},
      {400, R"({"error":{"code":400,"message":"The request body is invalid","title":"Bad Request"}})"},
      {400, R"({"error_code":"IAM.0011","error_msg":"bad body"})"},
      {403, R"({"error":{"code":403,"message":"You are not authorized","title":"Forbidden"}})"}};
  for (const auto& [status, body] : refusals) {
    answers(reply(status, body));
    const auto made = make();
    EXPECT_EQ(sign(*made).find("auth: IAM rejects the sign-in"), 0U) << status << body;
    EXPECT_NE(made->rejection(), "") << status << body;
    loop_.advance(5h);
    EXPECT_TRUE(made->ready()) << status << body;
  }
}

TEST_F(IamTest, OtherFailuresThenTheirKindAndNoRejection) {
  const std::tuple<HttpResult, const char*, const char*> failures[] = {
      {no_reply(FailureKind::network, "no route"), "network", "a token cannot be requested from IAM: no route"},
      {no_reply(FailureKind::timeout, "late"), "timeout", "a token cannot be requested from IAM: late"},
      {no_reply(FailureKind::tls, "forged"), "tls", "a token cannot be requested from IAM: forged"},
      {reply(500, R"({"error_msg":"oops","error_code":"IAM.0009"})"), "server",
       "no token from IAM: HTTP 500 IAM.0009: oops"},
      {reply(503), "server", "no token from IAM: HTTP 503"},
      {reply(404), "server", "no token from IAM: HTTP 404"},
      {reply(302), "server", "no token from IAM: HTTP 302: redirects are not followed"},
      {reply(429, R"({"error_code":"APIGW.0308","error_msg":"slow"})"), "throttled",
       "no token from IAM: HTTP 429 APIGW.0308: slow"},
      {reply(403, "<html>proxy</html>"), "server", "no token from IAM: HTTP 403: an HTML page"},
      {reply(400, "nonsense"), "server", "no token from IAM: HTTP 400: nonsense"},
      {reply(200, "{}"), "malformed", "IAM's answer contains no usable token: HTTP 200 instead of 201"}};
  for (const auto& [result, kind, detail] : failures) {
    answers(result);
    const auto made = make();
    EXPECT_EQ(sign(*made), std::string(kind) + ": " + detail);
    EXPECT_EQ(made->rejection(), "") << detail;
    loop_.advance(1min);
    EXPECT_FALSE(made->ready()) << detail;
  }
}

TEST_F(IamTest, CreatedButNoTokenInItThenMalformed) {
  const auto said = [&](const std::string& body, const std::string& header, const std::string& date = "") {
    HttpResult result = reply(201, body);
    result.reply.subject_token = header;
    result.reply.date = date;
    answers(result);
    return sign(*make());
  };
  const std::string times = R"("issued_at":"2026-11-21T14:00:00Z","expires_at":"2026-11-22T14:00:00.000000Z")";
  const std::string no = "malformed: IAM's answer contains no usable token: ";
  EXPECT_EQ(said(R"({"token":{)" + times + "}}", ""), no + "the header X-Subject-Token is missing");
  EXPECT_EQ(said(R"({"token":{)" + times + "}}", "a b"), no + "the header X-Subject-Token contains invalid characters");
  EXPECT_EQ(said("<html>", "T"), no + "not JSON at byte 1");
  EXPECT_EQ(said("", "T"), no + "empty");
  for (const char* body : {"[]", "{}", R"({"token":7})", R"({"token":{"issued_at":"2026-11-21T14:00:00Z"}})",
                           R"({"token":{"expires_at":7,"issued_at":"2026-11-21T14:00:00Z"}})"})
    EXPECT_EQ(said(body, "T"), no + "token.expires_at is not a time") << body;
  const std::string end_only = R"({"token":{"expires_at":"2026-11-22T14:00:00Z"}})";
  EXPECT_EQ(said(end_only, "T"), no + "token.issued_at is not a time");
  EXPECT_EQ(said(end_only, "T", "Sat, 21 Nov 2026 14:00:00 GMT"), "signed");
  EXPECT_EQ(said(end_only, "T", "Sun, 22 Nov 2026 13:59:51 GMT"), no + "the token is valid for less than ten seconds");
}

TEST_F(IamTest, PasswordFileMissingThenSaidAndReadWhenItIsThere) {
  std::filesystem::remove(file());
  loop_.advance(1s);
  const auto made = make();
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(sign(*made), "auth: no password: " + file() + ": No such file or directory");
  EXPECT_EQ(made->rejection(), "no password: " + file() + ": No such file or directory");
  EXPECT_EQ(posts(), 0U);
  write("password", kPassword);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(IamTest, PasswordThatJsonCannotCarryThenRejectedWithoutACall) {
  write("password", "\xff\xfe");
  const auto made = make();
  EXPECT_EQ(sign(*made), "auth: IAM rejects the sign-in (retried when " + file() +
                             " changes, else every 6 h): user, domain, project and password must be UTF-8");
  EXPECT_EQ(posts(), 0U);
}

TEST_F(IamTest, ServerSendsThePasswordBackThenItStandsInNoText) {
  write("password", "Tr0ub4dor");
  for (const char* body : {R"({"error":{"code":401,"message":"no user with Tr0ub4dor here"}})", "bad Tr0ub4dor",
                           R"({"Tr0ub4dor":"Tr0ub4dor"})"}) {
    for (const int status : {400, 401, 500}) {
      answers(reply(status, body));
      const auto made = make();
      EXPECT_EQ(sign(*made).find("Tr0ub4dor"), std::string::npos) << body;
      EXPECT_EQ(made->rejection().find("Tr0ub4dor"), std::string::npos) << body;
    }
  }
  std::string cut;  // texts end after 300 bytes, in the middle of the password
  while (cut.size() < 296) cut += "x ";
  answers(reply(500, cut + "Tr0ub4dor"));
  EXPECT_EQ(sign(*make()).find("Tr0"), std::string::npos);
  answers(no_reply(FailureKind::network, "https://iam.example/?token=abcdefgh"));
  EXPECT_EQ(sign(*make()).find("abcdefgh"), std::string::npos);
}

TEST_F(IamTest, DestroyedWhileACallIsOnItsWayThenNobodyIsTold) {
  auto made = make();
  int done = 0;
  made->renew([&] { ++done; });
  made.reset();
  loop_.advance(1min);
  EXPECT_EQ(done, 0);
}

TEST_F(IamTest, DestroyedByOneWhoWaitedThenTheOthersAreNotTold) {
  auto made = make();
  int done = 0;
  made->renew([&] {
    ++done;
    made.reset();
  });
  made->renew([&] { ++done; });
  loop_.run_posted();
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace noticed::tests
