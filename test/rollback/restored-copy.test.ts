import { expect, it } from 'vitest';
import type { Network } from '../../src/libvirt/model/network.ts';
import type { NetworkState } from '../../src/libvirt/observe/network-state.ts';
import { restoredCopy } from '../../src/rollback/restored-copy.ts';
import { restoringOf } from '../../src/rollback/restoring-tasks.ts';

const ONE: Network = { name: 'lab', bridge: { name: 'virbr7' } };
const OTHER: Network = { ...ONE, dns: { host: [{ ip: '10.7.0.11', hostname: ['web'] }] } };
const runs = { exists: true, active: true, autostart: false } as const;
const version = [11, 3, 0] as const;

/** The tasks that bring a network back that was like this. */
function tasks(before: NetworkState): string[] {
  const about = { task: 'lab', module: 'network', file: 'site.yaml', line: 1, column: 1 };
  const task = { ...about, kept: [], paths: [], restarts: [], beyond: [] };
  const states = [{ kind: 'network', name: 'lab', before } as const];
  return restoringOf({ run: 'r', task, states, files: [] }, new Map()).map(({ name }) => name);
}

it.each<[string, NetworkState, boolean]>([
  ['is as it runs', { ...runs, persistent: ONE, live: ONE }, false],
  [
    'is not as it runs, even where both could change at once',
    { ...runs, persistent: OTHER, live: ONE },
    true,
  ],
  ['is not there', { ...runs, live: ONE }, true],
  ['does not run', { exists: true, active: false, autostart: true, persistent: OTHER }, false],
])('whether what was stored comes back by itself where it %s', (_, before, comes) => {
  expect(tasks(before)).toEqual(['network lab', ...(comes ? ['stored definition of network lab'] : [])]);
});

it('only the stored copy changes', () => {
  const network: NetworkState = { ...runs, persistent: ONE, live: ONE };
  const stepsTo = (stored: Network | undefined) =>
    restoredCopy.plan({ name: 'lab', stored }, { network, version }).changes.flatMap(({ steps }) => steps);
  expect(stepsTo(ONE)).toEqual([]);
  expect(stepsTo(undefined)).toEqual([{ do: 'virsh', argv: ['net-undefine', '--network', 'lab'] }]);
  expect(stepsTo(OTHER)).toMatchObject([{ do: 'virsh', stdin: expect.stringContaining('<hostname>web<') }]);
});
