// The webhook for programs: signed by Standard Webhooks, and one CloudEvents object.
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { CloudEvent, HTTP } from "cloudevents";
import { createRequire } from "node:module";
import { Webhook } from "standardwebhooks";
import { accepts, refuses, samples, secret } from "./verdicts.mjs";

// The CloudEvents project's own JSON schema, compiled, as its package carries it.
const official = createRequire(import.meta.url)("cloudevents/dist/schema/v1.js");

// What that schema leaves open, and what is promised beyond it.
const strict = addFormats(new Ajv({ allErrors: true })).compile({
  type: "object",
  required: ["specversion", "id", "source", "type", "time", "datacontenttype", "data"],
  propertyNames: { pattern: "^[a-z0-9]{1,20}$" },
  properties: {
    specversion: { const: "1.0" },
    id: { type: "string", pattern: "^evt_[0-9A-HJKMNP-TV-Z]{26}$" },
    source: { type: "string", format: "uri-reference", pattern: "^urn:noticed:" },
    type: { type: "string", pattern: "^noticed\\.[a-z]+\\.[a-z]+$" },
    subject: { type: "string", minLength: 1 },
    time: { type: "string", format: "date-time", pattern: "Z$" },
    datacontenttype: { const: "application/json" },
    data: {
      type: "object",
      required: ["seq", "severity", "summary"],
      properties: {
        seq: { type: "integer", minimum: 1 },
        severity: { enum: ["info", "warning", "critical"] },
        summary: { type: "string", minLength: 1 },
      },
    },
  },
});

const faults_by = (judge, value) => (judge(value) ? [] : judge.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`));

function event_faults(body, headers) {
  const value = JSON.parse(body);
  const parsed = HTTP.toEvent({ headers, body });
  new CloudEvent(value, true);  // stricter than the line above
  const faults = [...faults_by(official, value), ...faults_by(strict, value)];
  if (parsed.id !== value.id || parsed.type !== value.type) faults.push("was read as another event");
  if (value.id !== headers["webhook-id"]) faults.push("webhook-id is not the event's id");
  if (headers["Content-Type"] !== "application/cloudevents+json; charset=utf-8") faults.push("another Content-Type");
  if (Buffer.byteLength(body) >= 65536) faults.push("64 KiB or more, which receivers need not take");
  return faults;
}

/** The verifier takes what is five minutes old at most; this sets its clock. */
function verified(sample, key, later = 0) {
  const clock = Date.now;
  Date.now = () => (sample.at + later) * 1000;
  try {
    new Webhook(key).verify(sample.body, sample.headers);
    return [];
  } finally {
    Date.now = clock;
  }
}

const all = samples("webhook");
const [newer, older] = secret("webhook");
for (const name of new Set(all.map((sample) => sample.case))) {
  const events = all.filter((sample) => sample.case === name);
  const each = (judge) => () => events.flatMap((sample) => judge(sample).map((fault) => `${sample.name}: ${fault}`));
  accepts(`webhook ${name}: signed with the new secret`, each((sample) => verified(sample, newer)));
  accepts(`webhook ${name}: signed with the old secret`, each((sample) => verified(sample, older)));
  accepts(`webhook ${name}: events`, each((sample) => event_faults(sample.body, sample.headers)));
  const [first] = events;
  const body = first.body.replace(/"seq":(\d)/, (_, digit) => `"seq":${(Number(digit) % 9) + 1}`);
  refuses(`webhook ${name}: a changed digit`, /No matching signature/, () => verified({ ...first, body }, newer));
}
accepts("webhook: only what is sent again says so", () =>
  all.filter((s) => (s.headers["noticed-replay"] === "1") !== (s.case === "delayed")).map((s) => s.name));

const [sample] = all;
const event = JSON.parse(sample.body);
const refuses_event = (name, why, members) =>
  refuses(`webhook: ${name}`, why, () => {
    const value = { ...event, ...members };
    return [...faults_by(official, value), ...faults_by(strict, value)];
  });
refuses("webhook: another secret", /No matching signature/, () => verified(sample, `whsec_${Buffer.alloc(32, 7).toString("base64")}`));
refuses("webhook: another id", /No matching signature/, () => verified({ ...sample, headers: { ...sample.headers, "webhook-id": "evt_2" } }, newer));
refuses("webhook: six minutes late", /too old/, () => verified(sample, newer, 360));
refuses_event("an empty id", /\/id/, { id: "" });
refuses_event("no type", /type/, { type: undefined });
refuses_event("a source with spaces", /\/source/, { source: "urn:noticed: x y" });
refuses_event("a time without zone", /\/time/, { time: "2026-11-21 14:05" });
refuses_event("version 0.3", /\/specversion/, { specversion: "0.3" });
refuses_event("an extension in capitals", /property name/, { eventSeq: 1 });
refuses_event("an unknown severity", /\/data\/severity/, { data: { ...event.data, severity: "fatal" } });
refuses("webhook: a bad time in the library's eyes", /time/i, () => { new CloudEvent({ ...event, time: "soon" }, true); });
