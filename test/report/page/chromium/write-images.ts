import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_ASSETS } from '../../../../bundle.ts';

/** Writes the pictures of docs/reports.md: `npm run images`. */
const FOLDER = join(import.meta.dirname, '../../../../docs/images');

// The source runs as it is here: what the build puts in has to be there before it is loaded.
for (const [name, text] of Object.entries(PAGE_ASSETS))
  Object.assign(globalThis, { [name]: JSON.parse(text) });
const { opened } = await import('./opened.ts');
const { fleetDocument } = await import('../sample.ts');

const wide = { width: 1280, height: 860 };
mkdirSync(FOLDER, { recursive: true });
for (const [name, viewport, colorScheme, hash] of [
  ['report', wide, 'light', undefined],
  ['report-fleet', wide, 'dark', '#fleet'],
  ['report-host', { width: 1280, height: 420 }, 'light', '#h2'],
  ['report-narrow', { width: 400, height: 860 }, 'dark', undefined],
] as const)
  await opened(fleetDocument(24, 8), { viewport, colorScheme }, async ({ page, url, faults }) => {
    if (hash) await page.goto(`${url}${hash}`);
    await page.waitForTimeout(500);
    const path = join(FOLDER, `${name}.png`);
    await page.screenshot({ path });
    console.log(`${path}: ${Math.round(statSync(path).size / 1_000)} kB`);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
