import axe, { type AxeResults } from 'axe-core';
import { expect, it } from 'vitest';
import { topologyOf } from '../../../../src/audit/host-topology.ts';
import { auditPage } from '../../../../src/report/page/audit-page.ts';
import { recordedFleet } from '../../../audit/recorded-host.ts';
import { plantedReport } from '../../audit/planted-report.ts';
import { openedText } from './opened.ts';

const topologies = new Map(recordedFleet('planted').map((host) => [host.name, topologyOf(host)] as const));
const TEXT = auditPage(plantedReport(), topologies);

it('the page of an audit opens without a fault, asks for nothing, and filters by words and severities', async () => {
  await openedText(TEXT, {}, async ({ page, url, faults, requests }) => {
    const names = () => page.locator('.card:visible h3 .name').allTextContents();
    const all = await names();
    expect(all.length).toBeGreaterThan(80);
    await page
      .getByRole('button', { name: /warning/ })
      .last()
      .click();
    await expect.poll(names).not.toContain('network p18');
    await page.locator('#find').fill('autostart');
    await expect.poll(names).toEqual(['network p15', 'network p16', 'host']);
    expect(faults).toEqual([]);
    expect(requests).toEqual([url]);
  });
});

it.each([
  ['light', 1280],
  ['dark', 400],
] as const)('axe finds nothing serious in it: %s, %d pixels wide', async (colorScheme, width) => {
  await openedText(
    TEXT,
    { colorScheme, viewport: { width, height: 900 }, bypassCSP: true },
    async ({ page }) => {
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
      expect(passes.length).toBeGreaterThan(20);
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
    },
  );
});
