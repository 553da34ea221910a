import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const HOSTS = oneOfEach();
const OTHER = '52:54:00:00:00:99';

/** A network task with this DHCP service, as arguments beside the name. */
function network(dhcp: object, address = '10.88.0.1/24'): object {
  return { name: 'leases', forward: { mode: 'nat' }, bridge: { name: 'leases' }, ip: { address, dhcp } };
}

const RANGE = { start: '10.88.0.100', end: '10.88.0.150' };

/** What a run says of one host: the status of its task, and what it says of guests. */
async function run(host: string, task: object, ...words: string[]) {
  const path = join(folder, `${host}.yaml`);
  writeFileSync(path, JSON.stringify([{ hosts: host, disruption: 'link', tasks: [{ network: task }] }]));
  const { stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, '--format', 'json', ...words);
  const [told] = (JSON.parse(stdout) as { tasks: { status: string; warnings?: string[] }[] }).tasks;
  const warnings = (told?.warnings ?? []).filter((warning) => warning.startsWith('These guests'));
  return { status: told?.status, warnings };
}

/** The address that the guest holds, once it is not `before`. */
async function held(host: string, before?: string): Promise<string> {
  for (let tries = 0; tries < 150; tries += 1) {
    const { stdout } = await lab.onHost(host, 'virsh -q net-dhcp-leases leases');
    const address = /ipv4 +([\d.]+)/.exec(stdout)?.[1];
    if (address !== undefined && address !== before) return address;
    await setTimeout(200);
  }
  throw new Error(`${host} gave no other lease than ${before}`);
}

/** A paused guest asks for nothing: a link with its MAC address on the same bridge does, and keeps its routes apart. */
const ASK = `
mac=$(virsh -q domiflist holder | sed -n 's/.* \\([0-9a-f:]\\{17\\}\\)$/\\1/p')
ip link add ask0 address "$mac" type veth peer name ask1
ip link set ask1 master leases up
printf '[Match]\\nName=ask0\\n[Network]\\nDHCP=ipv4\\n[DHCPv4]\\nRouteTable=88\\n' >/run/systemd/network/50-ask0.network
networkctl reload
ip link set ask0 up`;

beforeAll(async () => {
  await Promise.all(
    HOSTS.map(async (host) => {
      expect(await run(host, network({ range: RANGE }))).toEqual({ status: 'changed', warnings: [] });
      await lab.addGuest(host, { name: 'holder', networks: ['leases'] });
      await lab.onHost(host, ASK);
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(HOSTS)('what is reported of a guest on %s that holds an address', (host) => {
  const until = String.raw`until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
  const check = (task: object) => run(host, task, '--check');

  it('is what its change would mean for it', async () => {
    const address = await held(host);
    const holds = `holder \\(${address.replaceAll('.', '\\.')} ${until}\\)\\.$`;
    const stays = await check(network({ range: { start: '10.88.0.90', end: '10.88.0.150' } }));
    expect(stays).toEqual({ status: 'would-change', warnings: [] });
    const cases: [object, string][] = [
      [network({ range: [{ start: '10.88.0.20', end: '10.88.0.30' }] }), 'no longer given out'],
      [network({ range: RANGE, host: [{ mac: OTHER, name: 'web', ip: address }] }), 'now kept for web'],
      [network({ range: RANGE }, '10.88.0.2/24'), 'gateway 10\\.88\\.0\\.2 \\(now 10\\.88\\.0\\.1\\)'],
      [network({ range: { start: '10.88.1.9', end: '10.88.1.20' } }, '10.88.1.1/24'), 'in no subnet'],
    ];
    for (const [task, reason] of cases) {
      const warnings = [expect.stringMatching(new RegExp(`^These guests .*${reason}.*: ${holds}`))];
      expect(await check({ ...task, exclusive: true })).toEqual({ status: 'would-change', warnings });
    }
  });

  it('is another address, which it then gets when it asks', async () => {
    const before = await held(host);
    const { stdout } = await lab.onHost(host, 'cat /sys/class/net/ask0/address');
    const reserved = network({ range: RANGE, host: [{ mac: stdout.trim(), name: 'vm1', ip: '10.88.0.21' }] });
    const told = await run(host, reserved);
    expect(told.status).toBe('changed');
    expect(told.warnings).toEqual([
      expect.stringMatching(
        new RegExp(`another address at their next lease: holder \\(${before} → 10\\.88\\.0\\.21 ${until}`),
      ),
    ]);
    expect(await held(host)).toBe(before);
    expect(await run(host, reserved)).toEqual({ status: 'ok', warnings: [] });
    await lab.onHost(host, 'networkctl reconfigure ask0');
    expect(await held(host, before)).toBe('10.88.0.21');
  });
});
