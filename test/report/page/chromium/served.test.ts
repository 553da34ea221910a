import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { keepCheck, placeIn } from '../../../commands/kept-check.ts';
import { project } from '../../../commands/project.ts';
import { serving } from '../../../commands/serving.ts';
import { driftReport } from '../../files/reports.ts';
import { inBrowser } from './chromium.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const LATER = { timeout: 60_000 };

/** Opens a page of a server; resolves to it and to what goes wrong there. */
async function inTab(url: string, work: (page: Page, faults: string[]) => Promise<void>) {
  await inBrowser({ viewport: { width: 1280, height: 900 } }, async (browser) => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(url);
    await work(page, faults);
  });
}

/** What axe finds serious, and how many of its rules are met. */
async function judged(page: Page) {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return { serious: serious.map(({ id }) => id), passes: passes.length };
}

/** Keeps a check in step. */
async function keepCalm(folder: string) {
  const { record } = driftReport();
  const calm = { ...record, run: '8', tasks: [], started: '2026-11-28T13:00:00.000Z' };
  await keepCheck(placeIn(folder), driftReport({ findings: [], record: calm, exitCode: 0 }));
}

describe('a page of report serve', () => {
  it('loads itself again when there is something newer, and only then', async () => {
    const folder = project({});
    await keepCheck(placeIn(folder));
    const { port } = await serving(folder);
    await inTab(`http://127.0.0.1:${port}/`, async (page, faults) => {
      let loads = 0;
      const heads: string[] = [];
      page.on('load', () => {
        loads += 1;
      });
      page.on('request', (request) => heads.push(`${request.method()} ${new URL(request.url()).pathname}`));
      const title = () => page.locator('h1').textContent();
      expect(await title()).toBe('1 host has new differences');
      await expect.poll(() => heads.length, LATER).toBeGreaterThan(1);
      expect([new Set(heads), loads]).toEqual([new Set(['HEAD /']), 0]);
      await keepCalm(folder);
      await expect.poll(title, LATER).toBe('All 3 hosts in step');
      expect([loads, faults]).toEqual([1, []]);
    });
  });

  it('says so instead while a filter is set, and when the server does not answer', async () => {
    const folder = project({});
    await keepCheck(placeIn(folder));
    const { port, end } = await serving(folder);
    await inTab(`http://127.0.0.1:${port}/`, async (page) => {
      await page.locator('#find').fill('hv01');
      await keepCalm(folder);
      const said = () => page.locator('#live').textContent();
      await expect.poll(said, LATER).toBe('There is something newer. Reload the page to see it.');
      expect(await page.locator('h1').textContent()).toBe('1 host has new differences');
      await end();
      await expect.poll(said, LATER).toBe('The server does not answer: this page may be old.');
    });
  });

  it('opens once with the token, which is in no address behind', async () => {
    const folder = project({ token: TOKEN });
    chmodSync(join(folder, 'token'), 0o600);
    await keepCheck(placeIn(folder));
    const { port } = await serving(folder, '--token-file', join(folder, 'token'));
    const url = `http://127.0.0.1:${port}/`;
    await inTab(`${url}?token=${TOKEN}`, async (page) => {
      expect([page.url(), await page.locator('h1').textContent()]).toEqual([
        url,
        '1 host has new differences',
      ]);
      expect(await page.evaluate('document.cookie')).toBe('');
      await page.getByRole('link', { name: 'Runs' }).click();
      await page.getByRole('link', { name: '1', exact: true }).click();
      expect(page.url()).toBe(`${url}runs/1`);
      await page.goBack();
      await page.goBack();
      expect(page.url()).toBe(url);
    });
  });

  it('has nothing serious for axe, and no fault', async () => {
    const folder = project({});
    await keepCheck(placeIn(folder));
    const { port } = await serving(folder);
    for (const path of ['/', '/runs'])
      await inTab(`http://127.0.0.1:${port}${path}`, async (page, faults) => {
        const { serious, passes } = await judged(page);
        expect([serious, faults]).toEqual([[], []]);
        expect(passes).toBeGreaterThan(10);
      });
  });
});
