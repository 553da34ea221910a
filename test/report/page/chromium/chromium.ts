import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

/** Debian's package, which test/setup.sh installs. */
const PATH = '/usr/bin/chromium';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds: a busy machine takes many times as long as a quiet one. */
const PATIENCE = 200_000;

type Screen = Parameters<typeof chromium.launchPersistentContext>[1];

/** Works in a browser of its own, which goes with its profile at the end. */
export async function inBrowser<T>(
  screen: Screen,
  work: (browser: BrowserContext) => Promise<T>,
): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'virtfleet-chromium-'));
  const options = { executablePath: PATH, headless: true, args: QUIET, ...screen };
  try {
    const browser = await chromium.launchPersistentContext(profile, options);
    browser.setDefaultTimeout(PATIENCE);
    try {
      return await work(browser);
    } finally {
      await browser.close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
