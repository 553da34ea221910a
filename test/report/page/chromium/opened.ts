import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { page } from '../../../../src/report/page/page.ts';
import type { PageDocument } from '../../../../src/report/page/page-document.ts';
import { inBrowser } from './chromium.ts';

/** A page that was opened, with all that went wrong there and all that it asked for. */
export interface Opened {
  page: Page;
  url: string;
  faults: string[];
  requests: string[];
}

/** Opens the report of a document from a file, as a reader does who got it by mail. */
export async function opened<T>(
  document: PageDocument,
  screen: BrowserContextOptions,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  return openedText(page(document), screen, work);
}

/** The same of any page that is one file. */
export async function openedText<T>(
  text: string,
  screen: BrowserContextOptions,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-page-'));
  const path = join(folder, 'report.html');
  writeFileSync(path, text);
  const url = pathToFileURL(path).href;
  try {
    return await inBrowser({ viewport: { width: 1280, height: 900 }, ...screen }, async (browser) => {
      const tab = await browser.newPage();
      const faults: string[] = [];
      const requests: string[] = [];
      tab.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
      tab.on('pageerror', (error) => faults.push(error.message));
      tab.on('request', (request) => requests.push(request.url()));
      await tab.goto(url);
      return await work({ page: tab, url, faults, requests });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
