// What the verifiers have in common: the samples, and one line a verdict. "PASS name" and "FAIL name: why" are counted by
// conformance.sh; a verifier that ends early says FAIL by its exit status.
import fs from "node:fs";
import path from "node:path";

export const folder = process.argv[2] ?? "samples";

/** The requests of a type, in the order of their names; at least one of each of the cases. */
export function samples(type) {
  const names = fs.readdirSync(folder).filter((name) => name.startsWith(`${type}.`)).sort();
  const all = names.map((name) => ({ name: name.replace(/\.json$/, ""), ...JSON.parse(read(name)) }));
  const cases = new Set(all.map((sample) => sample.case));
  if (cases.size < 10) throw new Error(`${folder} holds only ${cases.size} cases of ${type}`);
  return all;
}

export const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
export const secret = (type) => read(`secrets/${type}`).trim().split("\n");
export const keyword = () => read("keyword");

const say = (line) => console.log(line.replace(/\s+/g, " ").slice(0, 400));

/** Passes if `judge` returns an empty list of faults. An exception is a fault, too. */
export function accepts(name, judge) {
  const faults = faults_of(judge);
  say(faults.length === 0 ? `PASS ${name}` : `FAIL ${name}: ${faults.join("; ")}`);
}

/** Passes if `judge` finds a fault that matches `why`: whoever accepts everything judges nothing. */
export function refuses(name, why, judge) {
  const faults = faults_of(judge);
  if (faults.some((fault) => why.test(fault))) say(`PASS refused: ${name}`);
  else say(`FAIL refused: ${name}: ${faults.length === 0 ? "was accepted" : `refused for ${faults.join("; ")}`}`);
}

function faults_of(judge) {
  try {
    return judge() ?? [];
  } catch (error) {
    return described(error);
  }
}

/** Some libraries throw one error that holds several, each as [member, error]. */
function described(error) {
  if (Array.isArray(error)) return error.flatMap(described);
  if (Array.isArray(error?.errors)) return error.errors.flatMap(described);
  return [[error?.message ?? error, error?.expected].flat().filter(Boolean).join(", ")];
}

/** A changed copy of JSON. */
export function changed(value, change) {
  const copy = structuredClone(value);
  change(copy);
  return copy;
}

export const bytes = (text) => Buffer.byteLength(text, "utf8");

/** As many characters as chats count, at most: UTF-16 units. A list of one fault if there are more. */
export const longer = (name, text, most) => (text.length > most ? [`${name} has ${text.length} of ${most} characters`] : []);

/** Every text in a JSON value. */
export function texts(value) {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
}

/** What every chat's request must be: JSON in UTF-8 to the address that was configured. */
export function plain_faults(sample) {
  const faults = [];
  if (sample.headers["Content-Type"] !== "application/json; charset=utf-8") faults.push("another Content-Type");
  if (!sample.url.startsWith("https://chat.example.com/")) faults.push("another address");
  if (sample.body.includes("\uFFFD")) faults.push("a character was cut in two");
  if (texts(JSON.parse(sample.body)).some((text) => /[\u0000-\u0009\u000B-\u001F\u202A-\u202E\u2066-\u2069]/.test(text)))
    faults.push("a control character in a text");
  return faults;
}

/** The numbers of events in a text: "#1842", and all of a run "#1862–#2091". Entities ("&#42;") are not numbers. */
function event_numbers(text) {
  const numbers = new Set();
  for (const [, first, last] of text.matchAll(/(?<!&)#([0-9]+)(?:–#([0-9]+))?/g))
    for (let number = Number(first); number <= Number(last ?? first); ++number) numbers.add(number);
  return numbers;
}

/** Every event is told, and by its number. */
export function told_faults(all) {
  const faults = [];
  for (const one of all) {
    const written = event_numbers(texts(JSON.parse(one.body)).join("\n"));
    for (const number of one.told) if (!written.has(Number(number))) faults.push(`${one.name} does not say #${number}`);
  }
  return faults;
}
