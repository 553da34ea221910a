import { beforeAll, expect, it } from 'vitest';
import { changes, HOSTS, onEach, run, write } from './two-hosts.ts';

const MACS = ['52:54:00:aa:07:01', '52:54:00:aa:07:02'];

/** The bridge, whose ports are found by `match`. */
function describe(match: object): void {
  const parameters = { stp: false, 'forward-delay': 0 };
  const bridge = { name: 'br7', interfaces: ['uplinks'], ethernets: { uplinks: { match } }, parameters };
  write([{ name: 'Bridge', bridge }], { disruption: 'link' });
}

const ports = () => onEach('cd /sys/class/net/br7/brif && echo *');

beforeAll(() =>
  onEach(
    MACS.map(
      (mac, index) => `ip link add upm${index} address ${mac} type veth peer name far${index}
       ip link set far${index} up`,
    ).join('\n'),
  ),
);

it('ports are found by a pattern of their names', async () => {
  describe({ name: 'upm*' });
  await changes('+ bridge br7: present');
  expect(await ports()).toEqual(HOSTS.map(() => 'upm0 upm1'));
});

it('one that no longer fits leaves the bridge', async () => {
  describe({ name: 'upm*', macaddress: MACS[1] });
  await changes('~ interfaces of br7: upm0, upm1 → upm1');
  expect(await ports()).toEqual(HOSTS.map(() => 'upm1'));
});

it('what nothing fits is said', async () => {
  describe({ driver: 'no-such*' });
  expect(await run('--check')).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('This host has no link for uplinks: none has driver no-such*.'),
  });
});
