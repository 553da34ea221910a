import { type Dependency, dependency } from '../plan/dependency.ts';
import { family, only, type Probe, printed } from '../plan/probe.ts';
import { hostFacts } from './facts.ts';

const names = family<string>('hostname');

/** The name that the kernel has now. */
export const runningName = names.of('kernel', {
  ask: { kind: 'script', script: 'cat /proc/sys/kernel/hostname', args: [] },
  parse: (answers) => printed(answers, 'read the name of the host').trim(),
});

/** nss-myhostname(8) resolves whatever name the host has. A resolver that is out of reach takes longer than 2 s. */
const RESOLVE = `
[ "$(cat /proc/sys/kernel/hostname)" = "$1" ] || grep -qs '^hosts:.*myhostname' /etc/nsswitch.conf ||
  timeout 2 getent ahosts "$1" >/dev/null || echo no`;

/** Whether the host would resolve this name if it were its own; true for the name that it has. */
export function resolution(name: string): Probe<boolean> {
  return {
    key: `resolution ${name}`,
    ask: { kind: 'script', script: RESOLVE, args: [name] },
    volatile: true,
    parse: (answers) => only(answers).stdout.length === 0,
  };
}

/** The facts that are this name. The others, such as `ansible_fqdn`, are what the resolver of the host makes of it. */
export function nameFacts(name: string) {
  return { nodename: name, hostname: name.replace(/\..*/, '') };
}

export const hostnameDependencies: readonly Dependency[] = [
  dependency(names, hostFacts, (facts, { after }) => ({
    ...facts,
    platform: { ...facts.platform, ...nameFacts(after) },
  })),
];
