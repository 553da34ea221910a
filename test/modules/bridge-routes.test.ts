import { describe, expect, it } from 'vitest';
import { fileOf, link, on } from './bridge-trial.ts';

describe('a bridge with routes', () => {
  it.each<[string, object, readonly string[], string | undefined]>([
    ['are there', { to: 'default', via: '10.9.0.9' }, ['default via 10.9.0.9'], undefined],
    [
      'have the metric that somebody chose',
      { to: 'default', via: '10.9.0.9' },
      ['default via 10.9.0.9 metric 425'],
      undefined,
    ],
    ['are missing', { to: '10.1.2.3/8', via: '10.9.0.9' }, [], 'null → 10.0.0.0/8 via 10.9.0.9'],
    [
      'have another metric',
      { to: '10.0.0.0/8', via: '10.9.0.9', metric: 5 },
      ['10.0.0.0/8 via 10.9.0.9'],
      '10.0.0.0/8 via 10.9.0.9 → 10.0.0.0/8 via 10.9.0.9 metric 5',
    ],
    [
      'are of another table',
      { to: '0.0.0.0/0', via: '10.77.0.1', table: 100, 'on-link': true },
      ['default via 10.77.0.1 onlink'],
      'default via 10.77.0.1 onlink → default via 10.77.0.1 table 100 onlink',
    ],
    ['need no gateway', { to: '10.7.0.1/32', scope: 'link' }, [], 'null → 10.7.0.1 scope link'],
    [
      'are of IPv6',
      { to: '::/0', via: 'FD00:0::1', table: 254 },
      ['fd01::/64 via fd00::1 metric 1024'],
      'fd01::/64 via fd00::1 metric 1024 → default via fd00::1 metric 1024',
    ],
  ])('is compared with the kernel: its routes %s', (_, route, routes, difference) => {
    const args = { routes: [route] };
    const changed = on({ file: fileOf(args), link: { ...link, routes } }, args);
    expect(changed.differences).toEqual(difference === undefined ? [] : [`routes of br0: ${difference}`]);
    expect(changed.afterwards().changes).toEqual([]);
  });

  it('says which routes the host loses', () => {
    const current = { ...link, routes: ['10.0.0.0/8 via 10.9.0.9', 'default via 10.9.0.9 metric 7'] };
    const args = { routes: [{ to: 'default', via: '10.9.0.9' }] };
    expect(on({ file: fileOf(args), link: current }, args).impacts).toEqual([
      { disruption: 'service', note: 'the host loses the route 10.0.0.0/8 via 10.9.0.9' },
    ]);
  });
});
