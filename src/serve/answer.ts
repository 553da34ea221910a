import type { IncomingMessage } from 'node:http';
import { html } from '../report/page/html.ts';
import { policyOf, wholeDocument } from '../report/page/whole-document.ts';
import { type Access, judged } from './access.ts';

/** A page that is there. */
export interface Shown {
  /** The same for what is the same: its entity tag is made of it. */
  version: string;
  /** Absent for a page of HTML. */
  type?: string;
  html(): Promise<string>;
}

/** What stands under a path; undefined for nothing. Rejects where it cannot be read. */
export type Site = (path: string) => Promise<Shown | undefined>;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** The answer to a request. Nothing but GET and HEAD is understood, and nothing is changed by them. */
export async function answer(asked: Asked, site: Site, access: Access): Promise<Answer> {
  const { method, url = '', headers } = asked;
  if (method !== 'GET' && method !== 'HEAD')
    return refusal(405, 'This server only shows pages', 'It understands GET and HEAD.', {
      allow: 'GET, HEAD',
    });
  const [path = '', ...query] = url.split('?');
  if (path === HEALTH) return health(site);
  const token = path === '/' ? new URLSearchParams(query.join('?')).get('token') : null;
  const verdict = judged(access, headers, token);
  if (verdict === 'misdirected')
    return refusal(421, 'This is the server of another name', 'Open it as localhost, 127.0.0.1 or [::1].');
  if (verdict === 'unknown') return refusal(403, 'The token is needed', NO_TOKEN);
  if (verdict !== 'welcome')
    return { status: 303, headers: { ...HEADERS, 'set-cookie': verdict.cookie, location: '/' }, body: '' };
  try {
    const shown = await site(path);
    if (!shown)
      return refusal(404, 'There is no such page', 'The run may have been pruned from the history.');
    const etag = `"${shown.version}"`;
    if (headers['if-none-match'] === etag) return { status: 304, headers: { ...HEADERS, etag }, body: '' };
    const body = method === 'HEAD' ? '' : await shown.html();
    const own = shown.type === undefined ? {} : { 'content-type': shown.type };
    return { status: 200, headers: { ...headersOf(true), ...own, etag }, body };
  } catch (error) {
    return refusal(503, 'The page cannot be made', error instanceof Error ? error.message : String(error));
  }
}

/** Whoever starts and ends servers asks it without a token: what stands there is for everybody. */
const HEALTH = '/health';
/** What stands there while a server works; else it is what does not. */
export const WELL = 'ok';

async function health(site: Site): Promise<Answer> {
  const said = await site(HEALTH).then(
    (shown) => shown?.html(),
    () => 'not well',
  );
  const headers = { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' };
  if (said === undefined) return { status: 404, headers, body: '' };
  return { status: said === WELL ? 200 : 503, headers, body: `${said}\n` };
}

function refusal(status: number, title: string, text: string, more: Record<string, string> = {}): Answer {
  const body = html`<main><p class="brand">Virtfleet</p><h1>${title}</h1><p>${text}</p><p><a href="/">All checks</a></p></main>`;
  return { status, headers: { ...headersOf(false), ...more }, body: wholeDocument(title, body) };
}

/** A browser that follows a link from another site sends no cookie of `SameSite=Strict` yet: the link here is of this site. */
const NO_TOKEN =
  'Open /?token=TOKEN once, with the token of the file that --token-file names. If you just did, follow the link.';

/** Nothing is kept by a browser or a proxy, shown in a frame, or told to other sites. */
const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

function headersOf(isLive: boolean): Record<string, string> {
  return {
    ...HEADERS,
    'content-security-policy': `${policyOf(isLive)}; frame-ancestors 'none'`,
    'content-type': 'text/html; charset=utf-8',
  };
}
