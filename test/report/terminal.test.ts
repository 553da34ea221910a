import { expect, test } from 'vitest';
import type { TaskRecord } from '../../src/plan/task-record.ts';
import { change, outcome } from './outcomes.ts';
import { HOSTS, report, TOUCHED } from './terminal-case.ts';

test('a rerun that finds nothing is short', () => {
  const outcomes = HOSTS.flatMap((host) => [outcome(host, { task: 'bridge br0' }), outcome(host)]);
  expect(report(outcomes, 'apply', { diff: true })).toBe(`PLAY [Networks]

Nothing differs in 2 tasks.

PLAY RECAP
hv01 : ok=2 changed=0 failed=0 skipped=0 blocked=0 unreachable=0
hv02 : ok=2 changed=0 failed=0 skipped=0 blocked=0 unreachable=0
hv03 : ok=2 changed=0 failed=0 skipped=0 blocked=0 unreachable=0
`);
});

test('the same change is told once, then the outliers', () => {
  const changes = [
    change('reservation vm1', { action: 'create', after: '52:54:00:00:00:01 10.0.0.5' }),
    change('mtu', { before: '1500', after: '9000' }),
    change('forwarder 10.9.9.9', { action: 'delete', before: '10.9.9.9' }),
  ];
  const many = Array.from({ length: 30 }, (_, index) => `hv${String(index + 1).padStart(2, '0')}`);
  const outcomes: TaskRecord[] = many.map((host) => outcome(host, { status: 'changed', changes }));
  outcomes[11] = outcome('hv12', {
    status: 'failed',
    message: 'virsh net-define ended with status 1:\nerror: no',
  });
  outcomes[12] = outcome('hv13');
  const [tasks] = report(outcomes).split('PLAY RECAP');
  expect(tasks).toBe(`PLAY [Networks]

TASK [network lab]
changed: 28 hosts: hv[01:11], hv[14:30]
  + reservation vm1: 52:54:00:00:00:01 10.0.0.5
  ~ mtu: 1500 → 9000
  - forwarder 10.9.9.9: 10.9.9.9
failed: [hv12]
  virsh net-define ended with status 1:
  error: no
ok: [hv13]

`);
});

test('a dry run says what would be made, whom it meets, and that nothing was changed', () => {
  const met = (guest: string, tap: string) =>
    change('forward mode of lab', {
      before: 'nat',
      after: 'route',
      impact: {
        disruption: 'link',
        note: 'the network restarts',
        guests: [{ guest, interface: tap, mac: '52:54:00:00:00:01' }],
      },
    });
  const outcomes = [
    outcome('hv01', { status: 'would-change', changes: [met('web1', 'vnet0')] }),
    outcome('hv02', { status: 'would-change', changes: [met('db1', 'vnet4')] }),
    outcome('hv03', {
      status: 'blocked',
      changes: [met('web3', 'vnet1')],
      message: 'forward mode of lab needs disruption: link, and service is allowed',
    }),
    outcome('hv01', { task: 'probe', status: 'skipped', message: 'only a real run tells', unverified: true }),
  ];
  expect(report(outcomes, 'check')).toBe(`PLAY [Networks]

TASK [network lab]
would change: [hv01, hv02]
  ~ forward mode of lab: nat → route
    ! guests lose their link: the network restarts
      guests: hv01: web1 (vnet0)
      guests: hv02: db1 (vnet4)
blocked: [hv03]
  ~ forward mode of lab: nat → route
    ! guests lose their link: the network restarts
      guests: web3 (vnet1)
  forward mode of lab needs disruption: link, and service is allowed

TASK [probe]
skipped (unverified): [hv01]
  only a real run tells

PLAY RECAP
hv01 : ok=0 changed=1 failed=0 skipped=1 blocked=0 unreachable=0
hv02 : ok=0 changed=1 failed=0 skipped=0 blocked=0 unreachable=0
hv03 : ok=0 changed=0 failed=0 skipped=0 blocked=1 unreachable=0

Check: nothing was changed. 2 changes on 2 hosts would be made. 1 task on 1 host
cannot be predicted.
1 of 3 hosts would fail:
  hv03 (blocked): network lab
    forward mode of lab needs disruption: link, and service is allowed
`);
});

test('--diff shows a diff of many hosts once', () => {
  const outcomes = HOSTS.map((host) => outcome(host, { status: 'changed', changes: TOUCHED }));
  const [tasks] = report(outcomes, 'apply', { diff: true }).split('PLAY RECAP');
  expect(tasks).toBe(`PLAY [Networks]

TASK [network lab]
changed: 3 hosts: hv[01:03]
  ~ file /etc/motd: 1 line → 1 line
    --- before: /etc/motd
    +++ after: /etc/motd
    @@ -1,1 +1,1 @@
    -a
    +b

`);
});

test('what a host was kept from is shown although it was not started, other skips only under -v', () => {
  const outcomes = [
    outcome('hv01', { status: 'not-started', message: 'another task cannot be done', changes: TOUCHED }),
    outcome('hv02', { status: 'skipped', message: 'its condition is false' }),
  ];
  const shown = (verbose: boolean) => report(outcomes, 'apply', { verbose }).split('PLAY RECAP')[0];
  expect(shown(false)).toBe(`PLAY [Networks]

TASK [network lab]
not started: [hv01]
  ~ file /etc/motd: 1 line → 1 line
  another task cannot be done

`);
  expect(shown(true)).toBe(`PLAY [Networks]

TASK [network lab]
not started: [hv01]
  ~ file /etc/motd: 1 line → 1 line
    $ touch /etc/motd\\x07
  another task cannot be done
skipped: [hv02]
  its condition is false

`);
});

test('a command to copy stays on its line', () => {
  const command = `printf '%s\\n' '${'x '.repeat(80)}'`;
  const message = `The key of the host is not known\n  ${command}`;
  expect(report([outcome('hv01', { status: 'unreachable', message })])).toContain(`\n    ${command}\n`);
});

test('messages are told of ok tasks too, with failures that were ignored, and nothing of them reaches the terminal raw', () => {
  const outcomes = [
    outcome('hv01', { message: 'release \x1b[31m12', warnings: ['old\x07\n  do: this'] }),
    outcome('hv02', { status: 'failed', ignored: true, message: `${'line\n'.repeat(30)}last` }),
    outcome('hv\x1b3', { play: '', task: 'connect', status: 'unreachable', message: 'refused' }),
  ];
  expect(report(outcomes)).toBe(`PLAY [Networks]

TASK [network lab]
failed (ignored): [hv02]
${'  line\n'.repeat(10)}  … 11 lines left out, -v shows them …
${'  line\n'.repeat(9)}  last
ok: [hv01]
  release \\x1b[31m12
  warning: old\\x07
    do: this

TASK [connect]
unreachable: [hv\\x1b3]
  refused

PLAY RECAP
hv01    : ok=1 changed=0 failed=0 skipped=0 blocked=0 unreachable=0
hv02    : ok=1 changed=0 failed=0 skipped=0 blocked=0 unreachable=0
hv\\x1b3 : ok=0 changed=0 failed=0 skipped=0 blocked=0 unreachable=1

1 of 3 hosts failed:
  hv\\x1b3 (unreachable): connect
    refused
`);
});
