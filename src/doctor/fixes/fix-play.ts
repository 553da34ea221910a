import type { AnyModule } from '../../modules/module.ts';
import { NO_GUARD } from '../../plan/guard.ts';
import type { HostPlay, ResolvedPlay, ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import type { Finding } from '../diagnosis.ts';
import type { Fix } from '../fix.ts';
import { pluggedTap } from './plugged-tap.ts';
import { repairedNetwork } from './repaired-network.ts';

const PLAY = 'Doctor';

/** The play that mends what can be mended: a task for each network and tap, however many findings it has. */
export function fixPlay(findings: readonly Finding[]): ResolvedPlay {
  const hosts = new Map<string, HostPlay>();
  for (const { host } of findings) {
    const own = findings.filter((one) => one.host === host).flatMap(({ fix }) => fix ?? []);
    const fixes = [...new Map(own.map((fix) => [JSON.stringify(fix), fix])).values()];
    // A network plugs the taps of its guests back by itself.
    const inOrder = fixes.toSorted((one, other) => Number(one.kind === 'tap') - Number(other.kind === 'tap'));
    if (fixes.length > 0) hosts.set(host, { tasks: inOrder.map(taskOf), handlers: [] });
  }
  return { name: PLAY, batches: [[...hosts.keys()]], hosts };
}

function taskOf(fix: Fix): ResolvedTask {
  const [definition, desired, name] =
    fix.kind === 'network'
      ? ([repairedNetwork, { name: fix.name }, `network ${fix.name}`] as const)
      : ([pluggedTap, fix, `guest ${fix.guest}`] as const);
  return {
    ...{ kind: 'task', play: PLAY, name, module: definition.name, place: { file: '', line: 0, column: 0 } },
    ...{ definition: definition as unknown as AnyModule, desired, become: true, consent: 'service' },
    ...{ consentIsOption: true, notify: [], ignoreErrors: false, guard: NO_GUARD },
  };
}
