// DingTalk: signed as another sender signs; what fits; the keyword; and who is called.
import { createRequire } from "node:module";
import { mark_faults } from "./marks.mjs";
import { accepts, bytes, changed, keyword, plain_faults, refuses, samples, secret, told_faults } from "./verdicts.mjs";

const signed_by_others = createRequire(import.meta.url)("dingtalk-robot-sender/lib/sign.js");
const [key] = secret("dingtalk");

/** As in the address: encoded once. */
function sign_faults(url, at) {
  const parameters = Object.fromEntries(url.split("?")[1].split("&").map((pair) => [pair.split("=")[0], pair.slice(pair.indexOf("=") + 1)]));
  const faults = [];
  if (Object.keys(parameters).join() !== "access_token,timestamp,sign") faults.push("other parameters");
  if (parameters.timestamp !== String(at * 1000)) faults.push("the timestamp is not in milliseconds");
  if (parameters.sign !== signed_by_others(key, `${parameters.timestamp}\n${key}`)) faults.push("the signature differs");
  return faults;
}

function body_faults(body) {
  const message = JSON.parse(body);
  const faults = [];
  if (Object.keys(message).join() !== "msgtype,markdown,at" || message.msgtype !== "markdown") faults.push("unknown members");
  if (Object.keys(message.markdown).join() !== "title,text") faults.push("unknown members of markdown");
  if (!message.markdown.title || !message.markdown.text) faults.push("an empty text");
  if (bytes(body) > 20000) faults.push(`${bytes(body)} bytes of 20000`);
  if (!message.markdown.text.includes(keyword())) faults.push("without the keyword");
  return faults.concat(call_faults(message));
}

/** A person is called only by a name in the text and in `at`. What others wrote has a zero-width space behind its @. */
function call_faults({ markdown, at }) {
  const called = [...at.atMobiles, ...at.atUserIds];
  const faults = called.filter((name) => !markdown.text.includes(`@${name}`)).map((name) => `@${name} is not in the text`);
  const written = [...markdown.text.matchAll(/@([^\s\u200B]+)/g)].map((match) => match[1]);
  return faults.concat(written.filter((name) => !called.includes(name)).map((name) => `@${name} is called by nobody of us`));
}

/** Links lead to the console, and there are no pictures. */
function link_faults(text) {
  const found = [...text.matchAll(/\]\(([^)]*)\)?/g)].map((match) => match[1]);
  const faults = found.filter((url) => !url.startsWith("https://devcloud.")).map((url) => `a link to ${url}`);
  return text.includes("![") ? [...faults, "a picture"] : faults;
}

const all = samples("dingtalk");
for (const sample of all) {
  accepts(`dingtalk ${sample.name}: signature`, () => sign_faults(sample.url, sample.at));
  accepts(`dingtalk ${sample.name}: body`, () => [...plain_faults(sample), ...body_faults(sample.body)]);
  accepts(`dingtalk ${sample.name}: bold`, () => mark_faults([JSON.parse(sample.body).markdown.text]));
  accepts(`dingtalk ${sample.name}: links`, () => link_faults(JSON.parse(sample.body).markdown.text));
}
accepts("dingtalk: every event is told", () => told_faults(all));

const { url, at, body } = all.find((sample) => sample.case === "model");
const broken = (change) => () => body_faults(JSON.stringify(changed(JSON.parse(body), change)));
refuses("dingtalk: another second", /differs/, () => sign_faults(url.replace("1800000000000", "1800000001000"), at + 1));
refuses("dingtalk: encoded twice", /differs/, () => sign_faults(url.replaceAll("%", "%25"), at));
refuses("dingtalk: seconds", /milliseconds/, () => sign_faults(url.replace("1800000000000", "1800000000"), at));
refuses("dingtalk: too long", /of 20000/, broken((message) => (message.markdown.text += "支".repeat(7000))));
refuses("dingtalk: no keyword", /keyword/, broken((message) => (message.markdown.text = message.markdown.text.replaceAll(keyword(), ""))));
refuses("dingtalk: a type of text", /unknown members/, broken((message) => (message.msgtype = "html")));
refuses("dingtalk: a call of all", /@all is called/, broken((message) => (message.markdown.text += " @all")));
refuses("dingtalk: bold that ends in a space", /bold marks/, () => mark_faults(["**x **"]));
refuses("dingtalk: a link from outside", /evil/, () => link_faults("[x](https://evil.example.com)"));
