import { type Described, listOf } from '../bridge/described.ts';
import type { Hardware } from '../bridge/kernel/hardware.ts';
import { hostPorts } from '../bridge/kernel/underlay-link.ts';
import { type Conflict, conflicts } from './conflicts.ts';
import { fileLinks } from './file-links.ts';
import type { NetplanFile } from './host-files.ts';
import { withoutDescribed } from './take-over.ts';

/** What a bridge may conflict with: the files that netplan reads, and the links that ifupdown configures. */
interface HostConfiguration {
  files: readonly NetplanFile[];
  ifupdown: readonly string[];
}

/** Why netplan cannot make the bridge beside what the host has. */
export function refusal(
  desired: Described & { path: string; takesOver: readonly string[] },
  host: HostConfiguration,
  hardware: readonly Hardware[],
): string | undefined {
  const managed = hostPorts(desired).filter((link) => host.ifupdown.includes(link));
  if (managed.length > 0)
    return `ifupdown runs ${managed.join(', ')} of this host: take it out of /etc/network/interfaces first.`;
  const missing = desired.takesOver.filter((path) => !host.files.some((file) => file.path === path));
  if (missing.length > 0) return `There is no ${missing.join(', ')} to take over.`;
  const isTaken = ({ path }: NetplanFile) => desired.takesOver.includes(path);
  const others = host.files
    .filter(({ path }) => path !== desired.path)
    .map((file) =>
      isTaken(file) ? { ...file, text: withoutDescribed(file.text, desired, hardware) } : file,
    );
  const found = conflicts(desired, others, hardware);
  return found.length > 0
    ? [...found.map(({ sentence }) => sentence), ...cures(found, host.files)].join('\n')
    : undefined;
}

/** Why a bridge cannot be removed with what its file makes: a link in the file of others needs it. */
export function dependents(
  created: readonly string[],
  own: string,
  files: readonly NetplanFile[],
): string | undefined {
  const uses = files
    .filter(({ path, text }) => path !== own && created.some((name) => text.includes(name)))
    .flatMap(({ path, text }) =>
      fileLinks(text).flatMap(({ id, settings }) => {
        const below = [settings.link, ...listOf(settings.interfaces)].map(String);
        return created
          .filter((name) => below.includes(name))
          .map((name) => `${id} of ${path} lies on ${name}.`);
      }),
    );
  return uses.length > 0 ? [...uses, 'Remove that first, or take it to another link.'].join('\n') : undefined;
}

/** What to do about all of it, each thing once. */
function cures(found: readonly Conflict[], files: readonly NetplanFile[]): string[] {
  const ofTasks = files.filter(({ text }) => text.startsWith(WRITTEN)).map(({ path }) => path);
  const takeable = found.filter(({ path, cure }) => cure === undefined && !ofTasks.includes(path));
  const paths = [...new Set(takeable.map(({ path }) => path))];
  const isOfTask = found.some(({ path, cure }) => cure === undefined && ofTasks.includes(path));
  return [
    ...new Set(found.flatMap(({ cure }) => cure ?? [])),
    ...(isOfTask
      ? [
          'That file is of another task: say it in one of the two. A link that it makes can be a port here without being described.',
        ]
      : []),
    ...(paths.length > 0
      ? [
          'Name the file, and what the bridge describes is taken out of it:',
          `  takes_over: [${paths.join(', ')}]`,
        ]
      : []),
  ];
}

/** How the files of tasks begin, see `bridgeFile`. */
const WRITTEN = '# Written by virtfleet';
