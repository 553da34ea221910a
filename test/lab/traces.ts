import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/**
 * What the machine has of a lab: processes, mounts, namespaces, control groups and files.
 * A trace is anything that bears one of the `marks`, such as the lab's id or the path of its state.
 */
export function tracesOf(marks: readonly string[], folders: readonly string[]): string[] {
  const bears = (text: string) => marks.some((mark) => text.includes(mark));
  return [
    ...lines('/proc/self/mountinfo').filter(bears),
    ...entries('/run/netns').filter(bears),
    ...controlGroups().filter(bears),
    ...folders.flatMap((folder) => entries(folder).map((name) => join(folder, name))),
    ...entries('/proc').filter((pid) => pid !== String(process.pid) && bears(identity(pid))),
  ];
}

/** The machine's own namespace: its links, addresses, routes and the rules of its firewall. */
export async function machineNetwork(): Promise<string[]> {
  const questions = [
    ['ip', '-o', 'link'],
    ['ip', '-o', 'address'],
    ['ip', 'route', 'show', 'table', 'all'],
    ['ip', 'rule'],
  ];
  // The time an address is still valid passes by itself.
  return Promise.all(questions.map(async (argv) => (await run(argv)).stdout.replace(/_lft \w+/g, '')));
}

/**
 * All that ties a process to a lab: what it is, where it lives, what it sees as its root. One that has
 * ended and waits for process 1 to take note has no command line and no identity.
 */
function identity(pid: string): string {
  const read = (name: string) => attempt(() => readFileSync(join('/proc', pid, name), 'utf8'), '');
  const follow = (name: string) => attempt(() => readlinkSync(join('/proc', pid, name)), '');
  const command = /^\d+$/.test(pid) ? read('cmdline') : '';
  return command && [command, read('cgroup'), follow('cwd'), follow('root'), follow('exe')].join('\n');
}

function controlGroups(): string[] {
  const mount = lines('/proc/self/mounts')
    .find((line) => line.split(' ')[2] === 'cgroup2')
    ?.split(' ')[1];
  return mount === undefined ? [] : entries(mount);
}

const lines = (path: string) => readFileSync(path, 'utf8').split('\n');
const entries = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
