import { fileStates, textAt } from '../host/files.ts';
import { type Dependency, dependency } from '../plan/dependency.ts';
import { only, type Probe, ProbeError } from '../plan/probe.ts';

import { NETPLAN_SECRETS } from './secrets.ts';

/** A file that netplan reads: netplan(5). */
export interface NetplanFile {
  path: string;
  text: string;
}

/** `grep` for all files at once: a process costs more than what it reads. */
const READ = `
for file in /lib/netplan/*.yaml /etc/netplan/*.yaml /run/netplan/*.yaml; do
  [ ! -e "$file" ] || set -- "$@" "$file"
done
[ $# = 0 ] || grep -aH '' "$@"`;

/** Everything that netplan reads on a host, in the order in which it reads it. */
export const netplanFiles: Probe<readonly NetplanFile[]> = {
  key: 'netplan files',
  secrets: NETPLAN_SECRETS,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const { status, stdout, stderr } = only(answers);
    if (status > 1) throw new ProbeError(`cannot read the netplan files: ${stderr.toString().trim()}`);
    return parseFiles(stdout.toString());
  },
};

function parseFiles(text: string): NetplanFile[] {
  const files = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, path, rest = ''] = /^(\/[^:]*\.yaml):(.*)$/.exec(line) ?? [];
    if (path !== undefined) files.set(path, `${files.get(path) ?? ''}${rest}\n`);
  }
  return inOrder([...files].map(([path, content]) => ({ path, text: content })));
}

/** What follows from a file, whatever writes it. What netplan reads ends with a newline, as `grep` prints it. */
export const netplanDependencies: readonly Dependency[] = [
  dependency(fileStates, netplanFiles, (files, { name, after }) => {
    const text = textAt(after);
    if (text === undefined || !/^\/(etc|lib|run)\/netplan\/[^/]+\.yaml$/.test(name)) return files;
    return withFiles(files, { [name]: text === null || text.endsWith('\n') ? text : `${text}\n` });
  }),
];

/** The files once these are written, or removed where the content is null. */
export function withFiles(
  files: readonly NetplanFile[],
  written: Readonly<Record<string, string | null>>,
): NetplanFile[] {
  const others = files.filter(({ path }) => !Object.hasOwn(written, path));
  const own = Object.entries(written).flatMap(([path, text]) => (text === null ? [] : [{ path, text }]));
  return inOrder([...others, ...own]);
}

/** By what netplan orders files. */
export function nameOf({ path }: Pick<NetplanFile, 'path'>): string {
  return path.replace(/^.*\//, '');
}

/** By name, whatever the folder: netplan-generate(8). An empty file says nothing. */
function inOrder(files: readonly NetplanFile[]): NetplanFile[] {
  return files
    .filter(({ text }) => text !== '')
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : nameOf(one) > nameOf(other) ? 1 : 0));
}
