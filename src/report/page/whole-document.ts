import { createHash } from 'node:crypto';
import { LIVE_SCRIPT, SCRIPT, STYLE } from './assets.ts';
import { Html, html } from './html.ts';

/** Of a page that a server shows. */
export interface Live {
  /** The entity tag of what it shows: another one is of something newer. */
  version: string;
  /** When what it shows came to its end (ISO 8601), where that is one run. */
  ended?: string;
}

/** A page around its body. A policy in it refuses all that is not its own. */
export function wholeDocument(title: string, body: Html, live?: Live): string {
  const age = live?.ended === undefined ? undefined : html` data-ended="${live.ended}"`;
  const shown = live && html` data-version="${live.version}"${age}`;
  // All are ours and have no `</`.
  const [style, ...scripts] = [STYLE, SCRIPT, ...(live ? [LIVE_SCRIPT] : [])].map((one) => new Html(one));
  return html`<!DOCTYPE html>
<html lang="en"${shown}>
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policyOf(live !== undefined)}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${live && html`<output id="live" aria-live="polite"></output>`}${body}
${scripts.map((script) => html`<script>${script}</script>`)}
</body>
</html>
`.text;
}

/** What a page may do (CSP). One that a server shows may also ask that server whether there is something newer. */
export function policyOf(isLive: boolean): string {
  const scripts = [SCRIPT, ...(isLive ? [LIVE_SCRIPT] : [])].map(digest);
  return [
    "default-src 'none'",
    `style-src ${digest(STYLE)}`,
    `script-src ${scripts.join(' ')}`,
    ...(isLive ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** CSP takes an inline element whose text has this digest. */
function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
