// Looks at the built page with a real Chromium: pictures, axe, keyboard, a lost and returned master, 10,000 slots.
// node dev/look.mjs [folder for the pictures]; needs dist/ and /usr/bin/chromium (or CHROMIUM).
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startMock } from './mock-server.mjs';

const folder = process.argv[2] ?? 'look';
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const problems = [];
const check = (ok, what) => {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}`);
  if (!ok) problems.push(what);
};

async function open(mock, { scheme = 'light', width = 1440, height = 900, path = '', strict = true } = {}) {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height } });
  page.on('console', (message) => strict && message.type() === 'error' && check(false, `console: ${message.text()}`));
  page.on('pageerror', (error) => check(false, `page: ${error.message}`));
  await page.goto(mock.url + path);
  await page.getByTestId('freshness').getByText('live', { exact: true }).waitFor();
  await page.getByTestId('automations-table').or(page.getByText('No automation yet')).waitFor();
  return page;
}

async function audit(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  check(violations.length === 0, `axe: ${what}${violations.map((v) => `\n       ${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? ''}`).join(' | ')}`).join('')}`);
}

/** axe cannot see into a canvas, so letter and colour are compared here: AA asks for 4.5. */
async function contrasts(page) {
  return page.evaluate(() => {
    const light = (css) => {
      const [r, g, b] = css.match(/[\d.]+/g).slice(0, 3).map((n) => (n / 255 <= 0.03928 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return [...'RADSBQPUF'].map((letter) => {
      const probe = document.body.appendChild(document.createElement('span'));
      probe.dataset.state = letter;
      probe.style.cssText = 'background: var(--fill); color: var(--ink)';
      const [a, b] = [light(getComputedStyle(probe).backgroundColor), light(getComputedStyle(probe).color)].toSorted((x, y) => y - x);
      probe.remove();
      return { letter, ratio: Math.round(((a + 0.05) / (b + 0.05)) * 10) / 10 };
    });
  });
}

const full = await startMock({ slots: 1000 });
for (const scheme of ['light', 'dark']) {
  const page = await open(full, { scheme });
  await audit(page, `1,000 slots, ${scheme}`);
  const ratios = await contrasts(page);
  check(ratios.every(({ ratio }) => ratio >= 4.5), `contrast, ${scheme}: ${ratios.map(({ letter, ratio }) => letter + ratio).join(' ')}`);
  await page.screenshot({ path: join(folder, `full-${scheme}.png`), fullPage: true });
  await page.goto(`${full.url}?slot=titles/14`);
  await page.getByTestId('slot-reason').waitFor();
  await audit(page, `slot panel, ${scheme}`);
  await page.screenshot({ path: join(folder, `slot-${scheme}.png`) });
  await page.getByRole('tab', { name: 'Log' }).click();
  const log = page.getByRole('list', { name: 'Log of titles/14' });
  await log.getByText('item/41').waitFor(); // came after the answer, over the feed
  await audit(page, `slot log, ${scheme}`);
  await page.screenshot({ path: join(folder, `log-${scheme}.png`) });
  await page.getByTestId('slot-log').getByRole('button', { name: 'Pause' }).click();
  const shown = await log.getByRole('listitem').count();
  await page.getByTestId('log-says').getByText('3 new').waitFor();
  check((await log.getByRole('listitem').count()) === shown, `slot log, ${scheme}: paused it stands still and counts`);
  await page.close();
}

const narrow = await open(full, { width: 400, height: 900, path: '?state=Q' });
await audit(narrow, '400 px');
check(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth), '400 px: the page itself does not scroll sideways');
await narrow.screenshot({ path: join(folder, 'narrow.png'), fullPage: true });
await narrow.close();

const keys = await open(full);
const cell = keys.getByRole('gridcell');
await cell.focus();
for (const key of ['ArrowRight', 'ArrowDown', 'PageDown', 'ArrowRight']) await keys.keyboard.press(key);
check((await cell.getAttribute('aria-label')).startsWith('titles/1 '), 'keyboard: arrows and PageDown move over the slots');
await keys.screenshot({ path: join(folder, 'focus.png') });
await keys.keyboard.press('Enter');
await keys.getByTestId('slot-reason').waitFor();
check(keys.url().endsWith('?slot=titles/1'), 'keyboard: Enter opens the slot and the URL says so');
await keys.keyboard.press('Escape');
check((await keys.getByTestId('slot-panel').count()) === 0 && (await cell.evaluate((e) => e === document.activeElement)), 'keyboard: Escape closes it and the focus is back');
const canvas = keys.locator('[data-automation="titles"] canvas');
const pitch = (await canvas.boundingBox()).height; // 24 slots are one row
await canvas.click({ position: { x: 14 * pitch + 4 + 6, y: 6 } });
check((await keys.getByTestId('slot-panel').getByRole('heading', { level: 2 }).textContent()) === 'titles/14', 'pointer: a click opens the slot under it');
check((await keys.getByTestId('slot-state').textContent()) === 'QUARANTINED', 'the panel names the state');
await keys.close();

const empty = await startMock({ empty: true });
for (const scheme of ['light', 'dark']) {
  const page = await open(empty, { scheme });
  await audit(page, `empty, ${scheme}`);
  await page.screenshot({ path: join(folder, `empty-${scheme}.png`) });
  await page.close();
}
empty.close();

const lost = await open(full, { strict: false }); // a refused connection is an error to the console

full.close();
await lost.getByText(/^reconnecting, showing \d\d:\d\d:\d\d$/).waitFor({ timeout: 3000 });
check(true, 'a killed master is said within 3 s');
await lost.screenshot({ path: join(folder, 'lost.png') });
const again = await startMock({ port: full.port, slots: 500 });
await lost.getByTestId('freshness').getByText('live', { exact: true }).waitFor({ timeout: 10_000 });
check((await lost.getByTestId('heatmap').getAttribute('data-slots')) === '500', 'a new master is followed, with its own map');
await lost.close();
again.close();

const big = await startMock({ slots: 10_000, changes: 1000 });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(() => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((e) => Math.round(e.duration)))).observe({ type: 'longtask', buffered: true });
});
await page.goto(big.url);
await page.getByTestId('heatmap').waitFor();
await page.screenshot({ path: join(folder, 'big.png') });
await page.evaluate(() => (globalThis.longTasks.length = 0));
await new Promise((resolve) => setTimeout(resolve, 5000));
const tasks = await page.evaluate(() => globalThis.longTasks);
check(tasks.every((ms) => ms <= 100), `10,000 slots, up to 500 changes a tick, 5 s: long tasks in ms: ${JSON.stringify(tasks)}`);
big.close();
await browser.close();
console.log(problems.length === 0 ? 'All well.' : `${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
