import type { SessionPath } from './session-path.ts';

/** Parameters of a link that change neither where nor whether the kernel answers. */
const HARMLESS = /^(log_martians|send_redirects|accept_redirects|secure_redirects|accept_source_route)$/;
/** Parameters of a whole family that do. */
const DECIDING = /^(ip_default_ttl|fib_|fwmark_reflect|tcp_fwmark_accept)/;

/**
 * Why a kernel parameter may take the way of this session; undefined for one that does not. `path` is that below
 * /proc/sys: Documentation/networking/ip-sysctl.rst of Linux.
 */
export function parameterTouch(
  path: string,
  [before, after]: readonly [string, string],
  { client = '', links }: SessionPath,
): string | undefined {
  const key = path.replaceAll('/', '.');
  const touches = `${key} decides whether and how this host answers ${client}`;
  const [area, part, name = '', link = '', parameter = ''] = path.split('/');
  if (area !== 'net') return undefined;
  if (part === 'bridge') return after === '0' ? undefined : touches;
  if (part === 'netfilter' || part === 'nf_conntrack_max')
    return Number(after) < Number(before) ? touches : undefined;
  const family = client.includes(':') ? 'ipv6' : 'ipv4';
  if (part !== family) return undefined;
  if (name === 'ip_forward' || (family === 'ipv4' && parameter === 'forwarding'))
    return after === '0' ? touches : undefined;
  if (name === 'conf' || name === 'neigh') {
    const isOurs = link === 'all' || links.includes(link);
    return isOurs && !HARMLESS.test(parameter) ? touches : undefined;
  }
  return name === 'route' || DECIDING.test(name) ? touches : undefined;
}
