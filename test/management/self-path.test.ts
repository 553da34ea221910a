import { describe, expect, it } from 'vitest';
import { parseRouting, routesOfAddress, withRoutes } from '../../src/management/routing.ts';
import { selfImpact, selfRefusal } from '../../src/management/self-path.ts';

const RULES = '0:\tfrom all lookup 255\n32766:\tfrom all lookup 254\n32767:\tfrom all lookup 253\n';
/** A host behind a router: what `ip -N -o` of iproute2 6.15 prints there. */
const HOST = `${RULES}default via 10.77.0.1 dev eth0 proto 16 src 10.77.1.2 metric 100
10.77.0.0/16 dev eth0 proto 2 scope 253 src 10.77.1.2
2 10.77.1.2 dev eth0 table 255 proto 2 scope 254 src 10.77.1.2
3 10.77.255.255 dev eth0 table 255 proto 2 scope 253 src 10.77.1.2
2 127.0.0.1 dev lo table 255 proto 2 scope 254 src 127.0.0.1
`;
const RULES6 = '0:\tfrom all lookup 255\n32766:\tfrom all lookup 254\n';
const HOST6 = `${RULES6}default via fe80::1 dev eth0 proto 9 metric 512 expires 1790sec pref medium
fd77::/64 dev eth0 proto 2 metric 256 pref medium
fe80::/64 dev eth0 proto 2 metric 256 pref medium
2 fd77::2 dev eth0 table 255 proto 2 metric 0 pref medium
5 ff00::/8 dev eth0 table 255 proto 2 metric 256 pref medium
`;
const FAR = '192.0.2.9';
const NEAR = '10.77.0.50';

/** What is said when these lines are added to what the host has, of a session of a client. */
function noteOf(client: string, added: string, host = client.includes(':') ? HOST6 : HOST) {
  const server = client.includes(':') ? 'fd77::2' : '10.77.1.2';
  const self = { session: { client, server, links: ['eth0'] }, routing: parseRouting(host) };
  const impact = selfImpact({ after: parseRouting(`${host}${added}`) }, self);
  return impact?.note?.replace(`the answers of this SSH session to ${client} `, '');
}

describe('the answers to the client stay where they are', () => {
  it.each([
    ['beside a default route of a higher metric', FAR, 'default via 10.9.0.1 dev br9 metric 5000'],
    ['beside routes to elsewhere', FAR, '10.9.0.0/16 dev br9\n198.51.100.0/24 via 10.9.0.1 dev br9'],
    ['beside a wider route', NEAR, '10.0.0.0/8 via 10.9.0.1 dev br9'],
    ['beside a default route of another table', FAR, 'default via 10.9.0.1 dev br9 table 9'],
    ['under a rule for others', FAR, '9:\tfrom 10.9.0.0/16 lookup 9\ndefault dev br9 table 9'],
    ['under a rule for marked packets', FAR, '9:\tfrom all fwmark 0x9 lookup 9\ndefault dev br9 table 9'],
    ['under a rule for what comes in', FAR, '9:\tfrom all iif br9 lookup 9\ndefault dev br9 table 9'],
    [
      'under a rule for another port',
      FAR,
      '9:\tfrom all ipproto ipproto-6 sport 80 lookup 9\ndefault dev br9 table 9',
    ],
    ['where a table throws', FAR, '9:\tfrom all lookup 9\n9 default table 9'],
    [
      'where defaults are suppressed',
      FAR,
      '9:\tfrom all lookup 9 suppress_prefixlength 0\ndefault dev br9 table 9',
    ],
    ['beside a less preferred route of IPv6', '2001:db8::9', 'default via fe80::9 dev br9 metric 1024'],
    [
      'where routes of IPv6 are for other sources',
      '2001:db8::9',
      '2001:db8::/32 from fd99::/64 dev br9 metric 1',
    ],
  ])('%s', (_, client, added) => expect(noteOf(client, added)).toBeUndefined());
});

describe('the answers to the client would go elsewhere', () => {
  it.each([
    [
      'by a default route of a lower metric',
      FAR,
      'default via 10.9.0.1 dev br9',
      'would go to 10.9.0.1 by br9 instead of to 10.77.0.1 by eth0',
    ],
    [
      'perhaps by one of the same metric',
      FAR,
      'default via 10.9.0.1 dev br9 metric 100',
      'would go to 10.77.0.1 by eth0 or to 10.9.0.1 by br9 instead of to 10.77.0.1 by eth0',
    ],
    [
      'by a longer prefix',
      FAR,
      '192.0.2.0/24 via 10.9.0.1 dev br9 metric 9000',
      'would go to 10.9.0.1 by br9 instead of to 10.77.0.1 by eth0',
    ],
    [
      'to an address of the host itself',
      FAR,
      '2 192.0.2.9 dev br9 table 255',
      'would go to the host itself instead of to 10.77.0.1 by eth0',
    ],
    [
      'to everybody',
      FAR,
      '3 192.0.2.9 dev br9 table 255',
      'would go to everybody instead of to 10.77.0.1 by eth0',
    ],
    [
      'by a rule for its source',
      FAR,
      '9:\tfrom 10.77.1.2 lookup 9\ndefault dev br9 table 9',
      'would go by br9 instead of to 10.77.0.1 by eth0',
    ],
    [
      'by a rule for its port',
      FAR,
      '9:\tfrom all ipproto ipproto-6 sport 22 lookup 9\ndefault dev br9 table 9',
      'would go by br9 instead of to 10.77.0.1 by eth0',
    ],
    [
      'by a rule for all but marked ones',
      FAR,
      '9:\tnot from all fwmark 0xca6c lookup 9\ndefault dev wg0 table 9',
      'would go by wg0 instead of to 10.77.0.1 by eth0',
    ],
    [
      'nowhere by a rule',
      FAR,
      '9:\tfrom all to 192.0.2.0/24 7',
      'would go nowhere instead of to 10.77.0.1 by eth0',
    ],
    [
      'by a rule behind a jump',
      FAR,
      '5:\tfrom all goto 9\n6:\tfrom all 7\n9:\tfrom all lookup 9\ndefault dev br9 table 9',
      'would go by br9 instead of to 10.77.0.1 by eth0',
    ],
    ['within the own network', NEAR, '10.77.0.0/24 dev br9', 'would go by br9 instead of by eth0'],
    [
      'perhaps within the same network',
      NEAR,
      '10.77.0.0/16 dev br9',
      'would go by br9 or by eth0 instead of by eth0',
    ],
    [
      'with the gateway elsewhere',
      FAR,
      '2 10.77.0.1 dev br9 table 255',
      'go to 10.77.0.1 by eth0; the way to that gateway would be to the host itself instead of by eth0',
    ],
    [
      'over several hops',
      FAR,
      'default metric 5 \\\tnexthop via 10.9.0.1 dev br9 weight 1 \\\tnexthop via 10.8.0.1 dev br8 weight 1',
      'would go to 10.8.0.1 by br8 or to 10.9.0.1 by br9 instead of to 10.77.0.1 by eth0',
    ],
    [
      'by a better route of IPv6',
      '2001:db8::9',
      'default via fd99::9 dev br9 metric 9',
      'would go to fd99::9 by br9 instead of to fe80::1 by eth0',
    ],
    [
      'by a network of IPv6',
      'fd77::50',
      'fd77::/96 dev br9 metric 256',
      'would go by br9 instead of by eth0',
    ],
  ])('%s', (_, client, added, note) => expect(noteOf(client, added)).toBe(note));
});

it('a rule that asks for what nobody knows makes the way unknown, once anything changes', () => {
  const host = `${HOST}9:\tfrom all tos 0x10 lookup 9\n`;
  expect(noteOf(FAR, '', host)).toBeUndefined();
  const routing = parseRouting(host);
  const self = { session: { client: FAR, server: '10.77.1.2', links: ['eth0'] }, routing };
  const after = withRoutes(routing, [], routesOfAddress('br9', '10.9.0.1/16'));
  expect(selfImpact({ after }, self)?.note).toMatch(
    /^where the answers .* would go is unknown: rule 9 asks for tos$/,
  );
});

describe('what is computed is not where the session goes', () => {
  const after = (host: string) => withRoutes(parseRouting(host), [], routesOfAddress('br9', '10.9.0.1/16'));
  const noteAt = (host: string, links = ['eth0']) =>
    selfImpact(
      { links: ['br9'], after: after(host) },
      { session: { client: FAR, server: '10.77.1.2', links }, routing: parseRouting(host) },
    )?.note;

  it.each([
    ['lookup [l3mdev-table]', /is unknown: rule 1000 asks for the table of a VRF$/],
    ['[l3mdev-table]', /is unknown: rule 1000 asks for the table of a VRF$/],
  ])('under a rule %s', (action, note) => {
    expect(noteAt(`${HOST}1000:\tfrom all ${action}\n`)).toMatch(note);
  });

  it('where no route leads there', () => {
    expect(noteAt(HOST.replace(/^default.*\n/m, ''))).toMatch(
      /is unknown: no route of the host leads to 192\.0\.2\.9, which it answers$/,
    );
  });

  it('where no link is known to carry it', () => {
    expect(noteAt(HOST, [])).toBe('which links carry this SSH session is unknown');
  });
});

it('routes of IPv4 by gateways of IPv6 are of IPv4', () => {
  const host = HOST.replace('via 10.77.0.1', 'via inet6 fe80::1');
  expect(parseRouting(host).family).toBe(4);
  expect(noteOf(FAR, 'default via 10.9.0.1 dev br9', host)).toBe(
    'would go to 10.9.0.1 by br9 instead of to fe80::1 by eth0',
  );
});

it('an address brings its network, itself and its broadcasts', () => {
  const now = parseRouting(HOST);
  const with10 = (cidr: string) => withRoutes(now, [], routesOfAddress('br9', cidr));
  const self = (client: string) => ({
    session: { client, server: '10.77.1.2', links: ['eth0'] },
    routing: now,
  });
  for (const client of ['10.9.0.1', '10.9.0.77', '10.9.0.0', '10.9.0.255'])
    expect(selfImpact({ after: with10('10.9.0.1/24') }, self(client))?.disruption).toBe('management');
  for (const client of ['10.9.1.0', '10.8.255.255'])
    expect(selfImpact({ after: with10('10.9.0.1/24') }, self(client))).toBeUndefined();
  expect(selfImpact({ after: with10('10.9.0.2/31') }, self('10.9.0.1'))).toBeUndefined();
});

it('a touched link and what nobody can compute count, but not without a session', () => {
  const routing = parseRouting(HOST);
  const session = { client: FAR, server: '10.77.1.2', links: ['br0', 'eth0'] };
  expect(selfImpact({ links: ['eth1', 'eth0'] }, { session, routing })).toEqual({
    disruption: 'management',
    note: 'this SSH session comes in over eth0',
  });
  expect(selfImpact({ links: ['eth1'] }, { session, routing })).toBeUndefined();
  expect(selfImpact({ unknown: 'nobody knows' }, { session, routing })?.note).toBe('nobody knows');
  for (const touch of [{ links: ['eth0'] }, { unknown: 'x' }, { after: parseRouting('') }])
    expect(selfImpact(touch, { session: { links: ['eth0'] }, routing })).toBeUndefined();
});

it('the address of the client or of its gateway is refused: what neighbours know hides for a while that it cuts', () => {
  const routing = parseRouting(HOST);
  const self = { session: { client: FAR, server: '10.77.1.2', links: ['eth0'] }, routing };
  const refusal = (cidr: string) => selfRefusal(withRoutes(routing, [], routesOfAddress('br9', cidr)), self);
  expect(refusal('192.0.2.9/24')).toMatch(/^192\.0\.2\.9 is the address that you come from/);
  expect(refusal('10.77.0.1/32')).toMatch(/that gateway's address would be one of the host's own/);
  expect(refusal('192.0.2.1/24')).toBeUndefined();
  expect(refusal('10.77.0.2/32')).toBeUndefined();
  expect(selfRefusal(routing, { session: { links: [] }, routing })).toBeUndefined();
});
