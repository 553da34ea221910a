import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { PORT_STATE } from '../../src/management/bridge-port-script.ts';

/** In the form of bridge(8), vlan show and fdb show; the kernel of the lab knows no vlan on a bridge. */
const VLANS = `port              vlan-id
lo                1 Egress Untagged
                  10 PVID Egress Untagged
                  20
`;
const ENTRIES = `52:54:00:00:00:01 vlan 10 master virbr7 static
52:54:00:00:00:02 master virbr7 permanent
52:54:00:00:00:03 master virbr7
00:00:00:00:00:00 master virbr7 permanent
33:33:00:00:00:01 self permanent
`;

it('what somebody set on a port is told as the commands that set it again', () => {
  const script = `bridge() { case $1 in vlan) printf %s "$vlans" ;; fdb) printf %s "$entries" ;; esac; }
${PORT_STATE}
vlans=$1 entries=$2
port_state lo`;
  const { stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', VLANS, ENTRIES], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual([
    'vlan add dev lo vid 1 untagged',
    'vlan add dev lo vid 10 pvid untagged',
    'vlan add dev lo vid 20',
    'fdb replace 52:54:00:00:00:01 dev lo master static vlan 10',
    'fdb replace 52:54:00:00:00:02 dev lo master permanent',
  ]);
});
