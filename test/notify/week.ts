import type { Check } from '../../src/notify/check.ts';
import { holds } from '../../src/schedule/blackout.ts';
import { check } from './checks.ts';

/** Hours of a week: a check each. */
export const HOURS = 168;
const HOSTS = Array.from({ length: 200 }, (_, index) => `hv${String(index + 1).padStart(3, '0')}`);

/** What is wrong with hosts, in hours from the first to before the last. */
const INCIDENTS: readonly {
  from: number;
  to: number;
  hosts: readonly string[];
  is: readonly string[] | Ending;
}[] = [
  { from: 5, to: 30, hosts: ['hv001'], is: ['mtu'] },
  // A second difference comes and goes while the first is there.
  { from: 10, to: 12, hosts: ['hv001'], is: ['mtu', 'autostart'] },
  // A rack.
  { from: 40, to: 44, hosts: HOSTS.slice(100, 140), is: 'unreachable' },
  // Drift behind an outage is neither repeated nor lost.
  { from: 60, to: 100, hosts: ['hv050'], is: ['domain'] },
  { from: 70, to: 80, hosts: ['hv050'], is: 'unreachable' },
  // Repaired while nobody could see it.
  { from: 60, to: 75, hosts: ['hv051'], is: ['domain'] },
  { from: 70, to: 80, hosts: ['hv051'], is: 'unreachable' },
  { from: 90, to: 91, hosts: ['hv007'], is: 'failed' },
  // Comes and goes each hour.
  ...[110, 112, 114].map((from) => ({ from, to: from + 1, hosts: ['hv008'], is: ['forward'] })),
  // While the webhook is down.
  { from: 121, to: 150, hosts: ['hv009'], is: ['mtu'] },
  { from: 122, to: 124, hosts: ['hv010'], is: ['mtu'] },
  // In and around the blackout of a site: came and went, came and stayed, went, and the same of hosts.
  { from: 131, to: 133, hosts: ['hv021'], is: ['mtu'] },
  { from: 132, to: 140, hosts: ['hv022'], is: ['mtu'] },
  { from: 128, to: 134, hosts: ['hv023'], is: ['mtu'] },
  { from: 134, to: 138, hosts: ['hv024'], is: 'unreachable' },
  { from: 129, to: 135, hosts: ['hv025'], is: 'unreachable' },
  { from: 131, to: 132, hosts: ['hv026'], is: 'failed' },
  // Known before and after it: nothing changed.
  { from: 127, to: 145, hosts: ['hv027'], is: ['domain'] },
  // Of another site.
  { from: 132, to: 133, hosts: ['hv031'], is: ['mtu'] },
  // To the end of the week.
  { from: 160, to: HOURS, hosts: ['hv200'], is: ['bridge'] },
];
type Ending = 'unreachable' | 'failed';

/** The blackout of a site. */
const SITE = new Set(HOSTS.slice(20, 30));
const BLACKOUT = { from: 'Sat 11:00', to: 'Sat 17:00', timezone: 'Europe/Berlin' };

/** The hours in which the webhook answers 503. */
export const isDown = (hour: number) => hour >= 120 && hour < 126;

/** The written list: each alert that the week has to give, by its hour. */
export const EXPECTED: readonly string[] = [
  '5 new hv001 mtu',
  '10 new hv001 autostart',
  '12 gone hv001 autostart',
  '30 gone hv001 mtu',
  ...HOSTS.slice(100, 140).map((host) => `40 unreachable ${host}`),
  ...HOSTS.slice(100, 140).map((host) => `44 back ${host}`),
  '60 new hv050 domain',
  '60 new hv051 domain',
  '70 unreachable hv050',
  '70 unreachable hv051',
  '80 back hv050',
  '80 back hv051',
  '80 gone hv051 domain',
  '90 failed hv007',
  '91 back hv007',
  '100 gone hv050 domain',
  ...['110 new', '111 gone', '112 new', '113 gone', '114 new', '115 gone'].map(
    (one) => `${one} hv008 forward`,
  ),
  // The webhook is back. What came and went meanwhile is nobody's concern any more.
  '126 new hv009 mtu',
  '150 gone hv009 mtu',
  '127 new hv027 domain',
  '128 new hv023 mtu',
  '129 unreachable hv025',
  '132 new hv031 mtu',
  '133 gone hv031 mtu',
  // The blackout is over, in which nothing was told of its hosts: from Saturday 10:00 UTC on, and before 16:00.
  '136 new hv022 mtu',
  '136 gone hv023 mtu',
  '136 unreachable hv024',
  '136 back hv025',
  '138 back hv024',
  '140 gone hv022 mtu',
  '145 gone hv027 domain',
  '160 new hv200 bridge',
];

/** The check of an hour. An outage hides what differs; of several differences the last in the list holds. */
export function checkAt(hour: number): Check {
  const wrong = new Map<string, readonly string[] | Ending>();
  for (const { from, to, hosts, is } of INCIDENTS)
    if (hour >= from && hour < to) for (const host of hosts) wrong.set(host, is);
  const seen = Object.fromEntries(HOSTS.map((host) => [host, wrong.get(host) ?? ('ok' as const)]));
  const time = Date.UTC(2026, 10, 23, hour);
  const silenced = holds(BLACKOUT, time) ? SITE : new Set<string>();
  return check(seen, { silenced, time: new Date(time).toISOString() });
}
