// Discord: its types as the community keeps them, lengths by the builders of discord.js, and the sum that neither knows.
import { EmbedBuilder } from "@discordjs/builders";
import { mark_faults } from "./marks.mjs";
import { accepts, changed, longer, plain_faults, refuses, samples, texts, told_faults } from "./verdicts.mjs";
import { type_faults } from "./typed.mjs";

const shape = (values) => type_faults("discord-api-types/v10", "RESTPostAPIWebhookWithTokenJSONBody", values);

/** The builder throws for what is too long; what it makes of an embed must be that embed. */
function build_faults(message) {
  for (const embed of message.embeds) {
    const built = new EmbedBuilder();
    for (const [name, value] of Object.entries(embed)) {
      if (name === "fields") built.addFields(value);
      else built[`set${name[0].toUpperCase()}${name.slice(1)}`](value);
    }
    if (JSON.stringify(sorted(built.toJSON())) !== JSON.stringify(sorted(embed))) return ["was built as another embed"];
  }
  return [];
}

const sorted = (value) =>
  value === null || typeof value !== "object" || Array.isArray(value)
    ? Array.isArray(value) ? value.map(sorted) : value
    : Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));

const units_of = (embed) =>
  [embed.title, embed.description, embed.footer?.text, ...(embed.fields ?? []).flatMap((field) => [field.name, field.value])]
    .reduce((sum, text) => sum + (text?.length ?? 0), 0);

function limit_faults(message) {
  const faults = longer("the content", message.content, 2000);
  if (message.embeds.length > 10) faults.push(`${message.embeds.length} embeds`);
  const sum = message.embeds.reduce((all, embed) => all + units_of(embed), 0);
  if (sum > 6000) faults.push(`all embeds have ${sum} of 6000 characters`);
  for (const field of message.embeds.flatMap((embed) => embed.fields ?? []))
    if (!field.name || !field.value) faults.push("an empty field");
  return faults;
}

/** Nobody is called by what somebody else wrote. */
function call_faults(message) {
  const allowed = message.allowed_mentions;
  if (JSON.stringify(allowed?.parse) !== "[]") return ["calls are read from the text"];
  const called = [...allowed.users.map((id) => `<@${id}>`), ...allowed.roles.map((id) => `<@&${id}>`)];
  return called.filter((call) => !message.content.includes(call)).map((call) => `${call} is not in the content`);
}

const all = samples("discord");
const bodies = Object.fromEntries(all.map((sample) => [sample.name, JSON.parse(sample.body)]));
const shapes = shape(bodies);
for (const sample of all) {
  const message = bodies[sample.name];
  accepts(`discord ${sample.name}: types`, () => shapes[sample.name]);
  accepts(`discord ${sample.name}: builders`, () => build_faults(message));
  accepts(`discord ${sample.name}: limits`, () => [...plain_faults(sample), ...limit_faults(message)]);
  accepts(`discord ${sample.name}: bold`, () => mark_faults(texts({ ...message, embeds: message.embeds.map((embed) => ({ ...embed, footer: "" })) })));
  accepts(`discord ${sample.name}: calls`, () => call_faults(message));
  accepts(`discord ${sample.name}: waits for the answer`, () => (/[?&]wait=true$/.test(sample.url) ? [] : [sample.url]));
}
accepts("discord: every event is told", () => told_faults(all));

const good = bodies["discord.model.1"];
const bad = shape({
  title: changed(good, (message) => (message.embeds[0].title = 1)),
  unknown: changed(good, (message) => (message.embeds[0].colour = 1)),
});
const embed = (change) => changed(good, (message) => change(message.embeds[0]));
refuses("discord: a number as title", /not assignable/, () => bad.title);
refuses("discord: an unknown member", /colour/, () => bad.unknown);
refuses("discord: a long value", /1,?024/, () => build_faults(embed((e) => (e.fields[0].value = "x".repeat(1025)))));
refuses("discord: a long description", /4,?096/, () => build_faults(embed((e) => (e.description = "x".repeat(4097)))));
refuses("discord: 26 fields", /25/, () => build_faults(embed((e) => (e.fields = Array(26).fill({ name: "a", value: "b" })))));
refuses("discord: a colour beyond white", /16,?777,?215/, () => build_faults(embed((e) => (e.color = 0x1000000))));
refuses("discord: too much in all", /of 6000/, () => limit_faults(changed(good, (m) => (m.embeds = Array(2).fill({ description: "x".repeat(3001) })))));
refuses("discord: everybody can be called", /read from the text/, () => call_faults(changed(good, (m) => delete m.allowed_mentions)));
