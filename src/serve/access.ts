import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may look: with a token those who have it, without one all who reach the loopback of the controller. */
export type Access = { token: string } | 'loopback';

/** What becomes of a request: it may look, gets the cookie, lacks the token, or means another server. */
export type Verdict = 'welcome' | { cookie: string } | 'unknown' | 'misdirected';

/**
 * Judges a request by its headers, and by the token in its address if there is one. Programs send it as a bearer. Without a token the `Host` has to be
 * a name of loopback: a page from elsewhere whose name leads here (DNS rebinding) has its own name in it. With one it
 * lacks the cookie.
 */
export function judged(access: Access, headers: IncomingHttpHeaders, token: string | null): Verdict {
  if (access === 'loopback') return isLocal(headers.host) ? 'welcome' : 'misdirected';
  const { name, value } = cookieOf(access.token);
  if (token !== null)
    return isSame(token, access.token)
      ? { cookie: `${name}=${value}; Path=/; HttpOnly; SameSite=Strict` }
      : 'unknown';
  if (isSame(headers.authorization ?? '', `Bearer ${access.token}`)) return 'welcome';
  const cookies = (headers.cookie ?? '').split(';').map((one) => one.trim());
  return cookies.some((one) => isSame(one, `${name}=${value}`)) ? 'welcome' : 'unknown';
}

/** The port may be another one: that of an SSH tunnel. */
function isLocal(host = ''): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host);
}

/**
 * A browser sends a cookie to every port of a host: it is made of the token, and the token cannot be made of it. Its name
 * tells servers with other tokens apart.
 */
function cookieOf(token: string): { name: string; value: string } {
  const made = (use: string) => createHmac('sha256', token).update(use).digest('hex');
  return { name: `virtfleet-${made('name').slice(0, 8)}`, value: made('value') };
}

/** In a time that does not tell how much of it is right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
