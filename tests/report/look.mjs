// node look.mjs PAGES FOLDER: opens each report in PAGES as a desk and a phone do, light and dark, takes pictures of it and
// has axe-core judge it by WCAG 2 A and AA. Exit status 1 if anything is violated, asked of the net, or logged as an error.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [pages_folder, folder] = process.argv.slice(2);
const kFlags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"];
const kWidths = [1280, 375];
const kSchemes = ["light", "dark"];
const kTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const kOnlyTimed = new Set(["large.html"]);  // axe takes minutes over ten thousand names
const kUnfolded = new Set(["small.html", "hostile.html"]);
const kTallest = 6000;  // pixels of a picture
const axe = fs.readFileSync(path.join(import.meta.dirname, "node_modules/axe-core/axe.min.js"), "utf8");
const files = fs.readdirSync(pages_folder).filter((name) => name.endsWith(".html")).sort();
let faults = 0;

function fault(where, what) {
  faults += 1;
  console.log(`${where}: ${what}`);
}

/** What axe finds in what is not folded away. */
async function judge(page, where) {
  // As if the page had been scrolled: content never in view has only an estimated size.
  await page.addStyleTag({ content: ".wide, .day { content-visibility: visible !important }" });
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => globalThis.axe.run(document, {
    runOnly: tags.concat("best-practice"), resultTypes: ["violations"] }), kTags);
  for (const one of result.violations)
    fault(where, `${one.id} (${one.nodes.length}): ${one.help}: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary}`);
  return result.passes.length;
}

/** Wider than the window: only tables may be, within their own box. */
async function check_width(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(where, `the page is ${wide} pixels wider than the window`);
}

async function check_filter(page, where) {
  if ((await page.locator("#filter").count()) === 0) return;
  const shown = () => page.evaluate(() => document.querySelectorAll(".matrix tbody:not([hidden])").length);
  const all = await shown();
  await page.fill("#wanted", "no such name");
  await page.waitForFunction(() => document.getElementById("found").textContent === "0 resources");
  if ((await shown()) !== 0) fault(where, "the filter leaves rows that do not match");
  await page.fill("#wanted", "");
  await page.waitForFunction(() => document.getElementById("found").textContent === "");
  if ((await shown()) !== all) fault(where, "the filter does not bring rows back");
}

async function look(browser, file, width, scheme) {
  const where = `${file.replace(/\.html$/, "")}.${width}.${scheme}`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: true });
  const page = await context.newPage();
  page.on("request", (request) => { if (!request.url().startsWith("file:")) fault(where, `asks for ${request.url()}`); });
  page.on("console", (message) => { if (message.type() === "error") fault(where, message.text()); });
  page.on("pageerror", (error) => fault(where, error.message));
  const begin = performance.now();
  await page.goto(pathToFileURL(path.resolve(pages_folder, file)).href, { waitUntil: "load" });
  const loaded = performance.now();
  await check_width(page, where);
  await check_filter(page, where);
  const filtered = performance.now();
  const passes = kOnlyTimed.has(file) ? "no" : await judge(page, where);
  if (kUnfolded.has(file)) await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
  if (kUnfolded.has(file)) await judge(page, `${where}, unfolded`);
  const height = Math.min(kTallest, await page.evaluate(() => document.documentElement.scrollHeight));
  await page.setViewportSize({ width, height });
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  await page.screenshot({ path: path.join(folder, `${where}.png`) });
  console.log(`${where}: read in ${Math.round(loaded - begin)} ms, filtered in ${Math.round(filtered - loaded)} ms, axe: ${passes} rules passed`);
  await context.close();
}

/** As people open it: with its own policy, its script and nothing else may run. */
async function check_policy(browser) {
  const page = await browser.newPage();
  page.on("console", (message) => { if (message.type() === "error") fault("policy", message.text()); });
  await page.goto(pathToFileURL(path.resolve(pages_folder, "small.html")).href, { waitUntil: "load" });
  if (await page.locator("#filter").isHidden()) fault("policy", "the page's own script did not run");
  await page.emulateMedia({ media: "print" });
  await page.pdf({ path: path.join(folder, "small.pdf"), format: "A4", margin: { top: "15mm", bottom: "15mm", left: "12mm", right: "12mm" } });
  await page.close();
}

async function check_without_script(browser) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.resolve(pages_folder, "small.html")).href, { waitUntil: "load" });
  if (await page.locator("#filter").isVisible()) fault("without script", "there is a filter that does nothing");
  if (!(await page.locator(".matrix").first().isVisible())) fault("without script", "there is no table");
  await context.close();
}

fs.mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: kFlags });  // with an empty profile
try {
  for (const file of files)
    for (const width of kWidths) for (const scheme of kSchemes) await look(browser, file, width, scheme);
  await check_policy(browser);
  await check_without_script(browser);
} finally {
  await browser.close();
}
console.log(faults === 0 ? `looked at ${files.length} pages: no fault` : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
