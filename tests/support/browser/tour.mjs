// Takes a real Chromium through the steps it is given, and prints what was seen after each.
//
//   node tour.mjs EXECUTABLE PROFILE_FOLDER     with a list of steps as JSON on stdin
//
// A step is {"open": address}, {"select": [selector, value]}, {"fill": [selector, text]} or {"press": selector}.
// Prints a list of {"address", "title", "text", "errors"}; `errors` is what the browser complained of, such as a
// script or style that the page's policy forbids.

import { chromium } from 'playwright-core';

const TIMEOUT_MS = 20_000;
const ARGS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-pings', '--disable-domain-reliability',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

const [executablePath, profile] = process.argv.slice(2);
const parts = [];
for await (const part of process.stdin) parts.push(part);
const steps = JSON.parse(Buffer.concat(parts).toString('utf8'));

const context = await chromium.launchPersistentContext(profile, {
  executablePath, headless: true, args: ARGS, chromiumSandbox: false, timeout: TIMEOUT_MS,
});
try {
  const page = context.pages()[0] ?? await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  let errors = [];
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('pageerror', (error) => errors.push(String(error)));
  const seen = [];
  for (const step of steps) {
    if (step.open) await page.goto(step.open);
    if (step.select) await page.locator(step.select[0]).selectOption(step.select[1]);
    if (step.fill) await page.locator(step.fill[0]).fill(step.fill[1]);
    if (step.press) {
      const loaded = page.waitForEvent('load');
      await page.locator(step.press).click();
      await loaded;
    }
    await page.waitForLoadState('networkidle');
    seen.push({ address: page.url(), title: await page.title(), text: await page.innerText('body'), errors });
    errors = [];
  }
  console.log(JSON.stringify(seen));
} finally {
  await context.close();
}
