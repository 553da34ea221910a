import { expect, it } from 'vitest';
import { sampled } from '../sampled.ts';
import { changes, drift, onEach, write } from './two-hosts.ts';

const ROUTES = [
  { to: '10.200.0.0/16', via: '10.88.0.9' },
  { to: '10.201.0.0/16', via: '10.88.0.9', metric: 7 },
  { to: 'default', via: '10.88.0.9', metric: 5000, table: 88 },
  { to: '10.202.0.1/32', via: '192.0.2.9', 'on-link': true },
  { to: '10.203.0.0/16', scope: 'link' },
  { to: 'fd99::/64', via: 'fd88::9' },
  { to: '::/0', via: 'fd88::9', metric: 6000 },
];
const BRIDGE = {
  name: 'br8',
  addresses: ['10.88.0.1/24', 'fd88::1/64'],
  parameters: { stp: false, 'forward-delay': 0 },
};

const describe = (routes: object[]) => write([{ name: 'Bridge', bridge: { ...BRIDGE, routes } }]);

it('a bridge comes with its routes, as they were foreseen', async () => {
  describe(ROUTES);
  await changes('+ bridge br8: present');
  const routes = 'ip route show table all proto static dev br8; ip -6 route show proto static dev br8';
  for (const said of await onEach(routes))
    expect(said).toContain('default via 10.88.0.9 table 88 metric 5000');
});

const LOST = [
  ['ip route', '10.200.0.0/16'],
  ['ip route', 'default table 88'],
  ['ip -6 route', 'default dev br8 metric 6000'],
  ['ip -6 route', 'fd99::/64'],
] as const;

it.each(sampled(LOST, 2))('%s del %s is found and repaired', async (ip, route) => {
  await onEach(`${ip} del ${route}`);
  expect(await drift()).toMatchObject({ code: 3, stdout: expect.stringContaining('routes of br8: ') });
  await changes('~ routes of br8: ');
  for (const said of await onEach(`${ip} show ${route}`)) expect(said).toMatch(/ via (10\.88\.0\.|fd88::)9 /);
});

it('a route that is no longer described goes, and another comes', async () => {
  describe([...ROUTES.slice(1), { to: '10.204.0.0/16', via: '10.88.0.8' }]);
  await changes('~ routes of br8: ');
  for (const said of await onEach('ip route show dev br8')) {
    expect(said).not.toContain('10.200.0.0/16');
    expect(said).toContain('10.204.0.0/16 via 10.88.0.8');
  }
});
