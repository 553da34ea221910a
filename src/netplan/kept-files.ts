import type { Hardware } from '../bridge/kernel/hardware.ts';
import { type Probe, printed } from '../plan/probe.ts';
import { describedIn } from './described-in.ts';
import type { NetplanFile } from './host-files.ts';
import { NETPLAN_SECRETS } from './secrets.ts';
import { withoutDescribed } from './take-over.ts';
import { KEPT_FOLDER } from './taken-files.ts';

const READ = `
cd "$1" 2>/dev/null && set -- *.yaml && [ -e "$1" ] || exit 0
grep -aH '' -- "$@"`;

/** The files that bridges of this host have taken over, as they were before; none for whoever may not read them. */
export const keptFiles: Probe<readonly NetplanFile[]> = {
  key: 'files taken over',
  secrets: NETPLAN_SECRETS,
  ask: { kind: 'script', script: READ, args: [KEPT_FOLDER] },
  parse: (answers) => {
    const files = new Map<string, string>();
    for (const line of printed(answers, 'read the files that were taken over').split('\n')) {
      const [, name, rest = ''] = /^([^:]*\.yaml):(.*)$/.exec(line) ?? [];
      if (name !== undefined) files.set(name, `${files.get(name) ?? ''}${rest}\n`);
    }
    return [...files].map(([name, text]) => ({ path: `/etc/netplan/${name}`, text }));
  },
};

/** What is lost when a bridge with this file is removed by a task that does not name all that it has taken. */
export function notGivenBack(
  own: string,
  takesOver: readonly string[],
  kept: readonly NetplanFile[],
  hardware: readonly Hardware[],
): string[] {
  const described = describedIn(own);
  return kept
    .filter(
      ({ path, text }) => !takesOver.includes(path) && withoutDescribed(text, described, hardware) !== text,
    )
    .map(
      ({ path }) =>
        `${path} was taken over for this bridge and does not come back. To give it back, say takes_over: [${path}]`,
    );
}
