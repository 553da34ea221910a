const PORTS: Readonly<Record<string, string>> = { 'redis:': '6379', 'rediss:': '6379' };

/** Where a queue is, for people: its URL without user, password and options. */
export function queueAddress(url: string): string {
  const { protocol, hostname, port, pathname } = new URL(url);
  const place = `${hostname}:${port || (PORTS[protocol] ?? '5432')}`;
  return `${protocol}//${place}${pathname === '/' ? '' : pathname}`;
}
