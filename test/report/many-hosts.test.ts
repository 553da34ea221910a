import { expect, test } from 'vitest';
import type { TaskRecord } from '../../src/plan/task-record.ts';
import { terminalListener } from '../../src/report/terminal.ts';
import { change, ENDED, event, outcome, started } from './outcomes.ts';

const HOSTS = Array.from({ length: 60 }, (_, index) => `kvm${String(index + 1).padStart(2, '0')}`);
const number = (host: string) => Number(host.slice(3)) + 10;

/** What is said of a check on 60 hosts. */
function report(outcomes: readonly TaskRecord[], { expand = false, diff = false } = {}): string {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const listener = terminalListener({ write, color: false, width: 80, verbose: false, diff, expand });
  listener(started(HOSTS, 'check'));
  listener(event({ type: 'play-started', play: 'Networks', hosts: HOSTS }));
  for (const record of outcomes) listener(event({ type: 'task-ended', record }));
  listener(ENDED);
  return text;
}

/** Each host gets an address of its own, beside the same other change. */
function addressOf(host: string): TaskRecord {
  const before = '172.16.50.2/24';
  const after = `172.16.50.${number(host)}/24`;
  const note = `eth0 of 172.16.50.${number(host)} carries this session, which goes on over the new address`;
  const guests = [{ guest: `web${number(host)}`, interface: 'vnet0', mac: '52:54:00:00:00:01' }];
  return outcome(host, {
    status: 'would-change',
    changes: [
      change('addresses of br0', { before, after, impact: { disruption: 'management', note, guests } }),
      change('file /etc/netplan/60-br0.yaml', {
        before: 'content',
        after: 'new content',
        diff: { label: '/etc/netplan/60-br0.yaml', before: 'a: 1\n', after: `a: ${after}\n` },
      }),
    ],
  });
}

test('outcomes that are equal but for values are one block, and the one failure stands at the end', () => {
  const outcomes = HOSTS.flatMap((host) =>
    host === 'kvm22'
      ? [
          outcome(host, {
            status: 'failed',
            message: `${host}: ip: command not found in /usr/sbin:/usr/bin; is iproute2 installed?`,
          }),
          outcome(host, {
            task: 'later',
            status: 'not-started',
            message: 'Task "network lab" failed on this host.',
          }),
        ]
      : [addressOf(host), outcome(host, { task: 'later' })],
  );
  expect(report(outcomes)).toBe(`PLAY [Networks]

TASK [network lab]
would change: 59 hosts: kvm[01:21], kvm[23:60]
  ~ addresses of br0: 172.16.50.2/24 → 172.16.50.{11…70}/24
    ! touches the path of this SSH session: eth0 of 172.16.50.{11…70} carries
      this session, which goes on over the new address
      guests: kvm01: web11 (vnet0)
      guests: kvm02: web12 (vnet0)
      guests: kvm03: web13 (vnet0)
      guests: kvm04: web14 (vnet0)
      guests: kvm05: web15 (vnet0)
      guests: kvm06: web16 (vnet0)
      guests: kvm07: web17 (vnet0)
      guests: 52 more on 52 hosts (--expand names them)
  ~ file /etc/netplan/60-br0.yaml: content → new content
failed: [kvm22]
  kvm22: ip: command not found in /usr/sbin:/usr/bin; is iproute2 installed?

PLAY RECAP
kvm[01:21], kvm[23:60] : ok=1 changed=1 failed=0 not-started=0
kvm22                  : ok=0 changed=0 failed=1 not-started=1

Check: nothing was changed. 118 changes on 59 hosts would be made.
1 of 60 hosts would fail:
  kvm22 (failed): network lab; 1 task not started
    kvm22: ip: command not found in /usr/sbin:/usr/bin; is iproute2 installed?
`);
});

test('--expand tells each host on its own', () => {
  const text = report(HOSTS.map(addressOf), { expand: true });
  expect(text.match(/^would change: \[kvm\d\d\]$/gm)).toHaveLength(60);
  expect(text).toContain('172.16.50.2/24 → 172.16.50.70/24\n');
  expect(text.match(/^kvm\d\d : ok=0 changed=1 /gm)).toHaveLength(60);
});

test('--diff shows that of one host, and says so', () => {
  expect(report(HOSTS.map(addressOf), { diff: true })).toContain(`content → new content
    on kvm01 (--expand shows each):
    --- before: /etc/netplan/60-br0.yaml
    +++ after: /etc/netplan/60-br0.yaml
    @@ -1,1 +1,1 @@
    -a: 1
    +a: 172.16.50.11/24
`);
});

test('hosts on which nothing happened are only counted', () => {
  const outcomes = HOSTS.map((host) =>
    outcome(
      host,
      host === 'kvm07'
        ? { status: 'would-change', changes: [change('mtu', { before: '1', after: '2' })] }
        : {},
    ),
  );
  const [, recap] = report(outcomes).split('PLAY RECAP\n');
  expect(recap).toBe(`kvm07          : ok=0 changed=1 failed=0 skipped=0 blocked=0 unreachable=0
59 other hosts : ok=1 changed=0 failed=0 skipped=0 blocked=0 unreachable=0

Check: nothing was changed. 1 change on 1 host would be made.
`);
});

test('no line is wider than the terminal, and none is broken inside a word', () => {
  const message = `${'words of a reason '.repeat(12)}end`;
  const outcomes = HOSTS.map((host) =>
    number(host) % 2 ? addressOf(host) : outcome(host, { status: 'failed', message }),
  );
  const lines = report(outcomes).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const words = lines.join(' ').split(/ +/);
  expect(words.filter((word) => word === 'reason').length % 12).toBe(0);
});
