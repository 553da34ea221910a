import { beforeEach, describe, expect, it } from 'vitest';
import { changes, HOSTS, onEach, run, write } from './two-hosts.ts';
import { reset } from './virtfleet.ts';

/**
 * Where libvirt writes what the dnsmasq of the network reads; a folder of that name keeps the network from starting. The
 * first network that starts on a host brings the folder above.
 */
const CONF = '/var/lib/libvirt/dnsmasq/failing.conf';
/** Where libvirt links what starts with the host; a file of that name keeps it from doing so. */
const AUTOSTART = '/etc/libvirt/qemu/networks/autostart';

beforeEach(() => Promise.all(HOSTS.map(reset)));

const VM1 = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.45.0.11' };
const net = (more: object = {}, host: object[] = []) => ({
  network: {
    name: 'failing',
    bridge: { name: 'virbr45' },
    ip: { address: '10.45.0.1/24', dhcp: { host } },
    ...more,
  },
});

describe('a network that does not come up', () => {
  it('is not there, as before, when it was made', async () => {
    await onEach(`mkdir -p ${CONF}`);
    write([net({}, [VM1])]);
    const { code, stdout } = await run();
    expect(code).toBe(2);
    expect(stdout).toContain('The network is removed again: it is not there, as before.');
    expect(await onEach('virsh net-list --all --name | grep -cx failing || :')).toEqual(['0', '0']);
    expect(await onEach(`ls ${AUTOSTART} | grep -c failing || :`)).toEqual(['0', '0']);

    await onEach(`rmdir ${CONF}`);
    write([net()]);
    await changes('+ network failing');
  });

  it('has its previous definition when that was changed for the start', async () => {
    write([net({ state: 'inactive' })]);
    await changes('+ network failing');
    const before = await onEach('virsh net-dumpxml failing');
    await onEach(`mkdir -p ${CONF}`);
    write([net({ mtu: { size: 1400 } })]);
    const { code, stdout } = await run();
    expect(code).toBe(2);
    expect(stdout).toContain('Its previous definition is stored again');
    expect(await onEach('virsh net-dumpxml failing')).toEqual(before);
    await onEach(`rmdir ${CONF}`);
    await changes('+ mtu: 1400');
  });
});

it('what a run wrote before it failed is remembered', async () => {
  write([net({ autostart: false })]);
  await changes('+ network failing');
  await onEach(`rm -rf ${AUTOSTART} && : >${AUTOSTART}`);
  write([net({}, [VM1])]);
  expect((await run()).code).toBe(2);
  expect(await onEach('virsh net-dumpxml failing | grep -c vm1')).toEqual(['1', '1']);
  await onEach(`rm ${AUTOSTART}`);
  write([net()]);
  await changes('- reservation vm1: 10.45.0.11');
});
