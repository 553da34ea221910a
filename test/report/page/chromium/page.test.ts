import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { driftReport, HOSTILE } from '../../files/reports.ts';
import { fleetDocument } from '../sample.ts';
import { opened } from './opened.ts';

const FLEET = fleetDocument(60, 20);

const hosts = (page: Page) => page.locator('#matrix tbody tr:visible').count();
const titles = (page: Page) => page.locator('.card:visible h3 .name').allTextContents();

describe('the page', () => {
  it('of 500 hosts and 20 networks opens without a fault, and asks for nothing', async () => {
    await opened(fleetDocument(500, 20), {}, async ({ page, url, faults, requests }) => {
      expect(await page.locator('h1').textContent()).toBe('18 hosts have new differences');
      expect(await page.locator('#matrix tbody td').count()).toBe(500 * 22);
      expect(await page.locator('#count').textContent()).toBe('500 of 500 hosts, 6 of 6 entries');
      expect(faults).toEqual([]);
      expect(requests).toEqual([url]);
    });
  });

  it('filters by words, by states and by a network', async () => {
    await opened(FLEET, {}, async ({ page, faults }) => {
      await page.keyboard.press('/');
      await page.keyboard.type('hv03');
      await expect.poll(() => hosts(page)).toBe(10);
      expect(await page.locator('details.host:visible').count()).toBe(10);
      expect(await titles(page)).toEqual(['network dmz']);
      await page.locator('#find').fill('storage');
      await expect.poll(() => hosts(page)).toBe(1);
      await page.locator('#find').fill('');
      const pending = page.getByRole('button', { name: /pending/ }).last();
      await pending.click();
      expect(await pending.getAttribute('aria-pressed')).toBe('true');
      expect(await titles(page)).toEqual(['network dmz']);
      expect(await page.locator('#count').textContent()).toBe('3 of 60 hosts, 1 of 6 entries');
      await pending.click();
      await page.locator('#network').selectOption({ label: 'lan' });
      expect(await page.locator('#matrix thead th:visible').allTextContents()).toEqual([
        'Host',
        'State',
        'lan',
      ]);
      expect(await titles(page)).toEqual(['network lan']);
      expect(faults).toEqual([]);
    });
  });

  it('puts the worst hosts first, and back', async () => {
    await opened(FLEET, {}, async ({ page }) => {
      const first = () => page.locator('#matrix tbody tr').first().locator('th').textContent();
      const state = page.getByRole('button', { name: 'State' });
      await state.click();
      await state.click();
      expect([await first(), await page.locator('[data-sort=state]').getAttribute('aria-sort')]).toEqual([
        'hv012',
        'descending',
      ]);
      await page.getByRole('button', { name: 'Host' }).click();
      expect(await first()).toBe('hv001');
    });
  });

  it('opens the host that a link leads to', async () => {
    await opened(FLEET, {}, async ({ page }) => {
      await page.locator('#matrix').getByRole('link', { name: 'hv003' }).click();
      await expect.poll(() => page.locator('#h2 svg.net').isVisible()).toBe(true);
      expect(await page.locator('#h2 .loose').textContent()).toMatch(/^vnet2 of guest db1 is on no bridge/);
    });
  });

  it('is whole without a script', async () => {
    await opened(FLEET, { javaScriptEnabled: false }, async ({ page, faults }) => {
      expect(await page.locator('#controls').isVisible()).toBe(false);
      expect(await hosts(page)).toBe(60);
      expect((await titles(page)).length).toBe(6);
      await page.locator('#h2 > summary').click();
      expect(await page.locator('#h2 svg.net').isVisible()).toBe(true);
      expect(faults).toEqual([]);
    });
  });

  it('shows hostile text of a host as text', async () => {
    const text = `<img src="x" onerror="window.met = 1"/>${HOSTILE.map(([, one]) => one).join('')}`;
    const report = driftReport({}, () => text);
    const document = { report, playbooks: ['site.yaml'], evidence: new Map(), lives: new Map() };
    await opened(document, {}, async ({ page, url, faults, requests }) => {
      expect(await page.evaluate('window.met')).toBeUndefined();
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('.card').first().textContent()).toContain('<img src="x"');
      expect([faults, requests]).toEqual([[], [url]]);
    });
  });
});

describe('axe finds nothing serious', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 400],
    ['dark', 400],
  ] as const)('%s, %d pixels wide', async (colorScheme, width) => {
    const screen = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
    await opened(fleetDocument(24, 8), screen, async ({ page }) => {
      // What is folded is looked at, too.
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate<Found>('axe.run()');
      expect(passes.length).toBeGreaterThan(20);
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
    });
  });
});

interface Found {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
  passes: unknown[];
}
