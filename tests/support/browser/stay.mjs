// Keeps one real Chromium open, as a person does, and takes it through visits: one line of JSON each on stdin.
//
//   node stay.mjs EXECUTABLE PROFILE_FOLDER
//
// A visit is {"open": address, "steps": [...]}, with steps as in tour.mjs. For each one line is printed: {"texts": [...],
// "errors": [...]}; what the pages said, and what the browser complained of. The end of stdin ends the browser.

import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const TIMEOUT_MS = 20_000;
const ARGS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-pings', '--disable-domain-reliability',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

const [executablePath, profile] = process.argv.slice(2);
const context = await chromium.launchPersistentContext(profile, {
  executablePath, headless: true, args: ARGS, chromiumSandbox: false, timeout: TIMEOUT_MS,
});

async function visit({ open, steps }) {
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const errors = [];
  const texts = [];
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('pageerror', (error) => errors.push(String(error)));
  const look = async () => {
    await page.waitForLoadState('networkidle');
    texts.push(await page.innerText('body'));
  };
  try {
    await page.goto(open);
    await look();
    for (const step of steps) {
      if (step.fill) await page.locator(step.fill[0]).fill(step.fill[1]);
      if (step.press) {
        const loaded = page.waitForEvent('load');
        await page.locator(step.press).click();
        await loaded;
        await look();
      }
    }
  } catch (error) {
    errors.push(String(error));
  }
  return { texts, errors };
}

try {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await visit(JSON.parse(line))));
  }
} finally {
  await context.close();
}
