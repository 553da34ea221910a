import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../doctor-faults/faults/index.ts';
import { Stage } from '../doctor-faults/stage.ts';
import { tried } from '../doctor-faults/trial.ts';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { snapshot, virtfleet } from './virtfleet.ts';

const HOSTS = oneOfEach();
const stage = new Stage(lab);

beforeAll(() => stage.set(HOSTS));
afterAll(() => stage.end());

/**
 * What a doctor could leave behind, beside what `snapshot` has: rules, routes, processes, files of libvirt. polkit starts
 * when a user who is not root asks libvirt anything.
 */
const REST = `
nft -s list ruleset; ip route show table all; ip -o link | sed 's/qlen.*//'; bridge link; sysctl -a 2>/dev/null | grep '[.]rp_filter'
for file in /run/libvirt/network/*.pid; do echo "$file $(cat "$file")"; done
ls -lR -I 'systemd-private-*' /var/lib/libvirt/dnsmasq /etc/libvirt /tmp /root /var/lib/virtfleet 2>&1; cat /etc/resolv.conf`;

const stateOf = async (host: string) => [await snapshot(host), (await lab.onHost(host, REST)).stdout];

describe.each(sampled(HOSTS, 1))('on %s', (host) => {
  it('finds nothing where nothing is wrong, and leaves the host as it is, as root and as anybody else', async () => {
    const before = await stateOf(host);
    const asked = ['root', 'auditor'].flatMap((user) =>
      [host, `${host}/doc-nat`, `${host}/lan`].map((subject) => [subject, '-e', `ansible_user=${user}`]),
    );
    for (const words of asked) {
      const { code, stdout } = await virtfleet('doctor', ...words, '-i', lab.paths.inventory, '-v');
      const isPaused = words[0]?.endsWith('/lan');
      expect([words, code, /WRONG (.*)/.exec(stdout)?.[1] ?? '']).toEqual([
        words,
        isPaused ? 3 : 0,
        isPaused ? 'the guest runs: Guest lan is paused: nothing in it runs.' : '',
      ]);
      // A shell that reads a value of the kernel byte by byte gets its first digit.
      expect(stdout).toMatch(/^ {2}ok .*room for connections: \d+ of \d{4,}$/m);
      expect(/^ {2}\? .*only root/m.test(stdout)).toBe(words[2] === 'ansible_user=auditor');
    }
    expect(await stateOf(host)).toEqual(before);
  });

  it('says who is neither a network nor a guest of the host', async () => {
    const { code, stderr } = await virtfleet('doctor', `${host}/doc-nut`, '-i', lab.paths.inventory);
    expect(code).toBe(1);
    expect(stderr).toContain(`${host} has neither a network nor a guest doc-nut, but `);
    expect(stderr).toContain('hint: Did you mean `doc-nat`?');
  });

  it('shows what --fix would do with --check, and does not do it', async () => {
    await stage.run(host, 'ip link set $(tap web) nomaster');
    const { code, stdout } = await virtfleet(
      ...['doctor', host, '-i', lab.paths.inventory, '--fix', '--check', '--history', 'none'],
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('vnet')]);
    expect(stdout).toMatch(/guest web: vnet\d+ \(52:54:00:80:00:01\) on bridge: virbr80/);
    expect((await stage.doctor(host)).findings.map(({ id }) => id)).toEqual(['guest-off-bridge']);
    await stage.heal(host);
  });
});

/** One of each part, on one release each in turn; all of them: npm run doctor-faults. */
const SOME = [
  'a subnet that the host uses itself',
  'the bridge of a network is deleted',
  'an option that dnsmasq does not know',
  'a dnsmasq is halted',
  'the firewall is flushed',
  'more guests than addresses',
  'libvirt is stopped',
  'a guest gives out addresses',
  'an uplink is on no bridge',
  'a tap is on the bridge of another network',
];
const TRIED = sampled(SOME, 5).map((name, index) => [name, HOSTS[index % HOSTS.length] ?? ''] as const);

it.each(TRIED)('finds and mends: %s', async (name, host) => {
  const fault = FAULTS.find((one) => one.name === name);
  if (!fault) throw new Error(`there is no fault ${name}`);
  const { faults } = await tried(stage, host, [fault]);
  expect(faults).toEqual([]);
});
