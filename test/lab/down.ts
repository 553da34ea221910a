import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { removePartialBases } from './base.ts';
import { endGroup, groupPath } from './cgroup.ts';
import { type Layout, namespaceFile } from './layout.ts';
import { run } from './run.ts';
import { removeNamespace } from './wire.ts';

/**
 * Takes a lab down and leaves nothing of it, however far an `up` had come. It goes by what is there, not by
 * what was written down: the lab's control group, the namespaces with its name, the files of its state.
 */
export async function takeDown(layout: Layout): Promise<void> {
  await endGroup(groupPath(layout));
  for (const namespace of namespacesOf(layout)) {
    await endVisitors(namespace);
    await removeNamespace(namespace);
  }
  await unmountNamespaceFolder();
  removePartialBases(layout);
  removeState(layout);
}

function namespacesOf({ operator }: Layout): string[] {
  if (!existsSync('/run/netns')) return [];
  return readdirSync('/run/netns').filter((name) => name === operator || name.startsWith(`${operator}-`));
}

/** What was started on the operator's machine and is still there, like the master of a shared ssh connection. */
async function endVisitors(namespace: string): Promise<void> {
  const { stdout } = await run(['ip', 'netns', 'pids', namespace]);
  for (const pid of stdout.split('\n').map(Number).filter(Boolean)) {
    if (pid === process.pid) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** The first `ip netns add` of a machine mounts this folder over itself; the last namespace takes it along. */
async function unmountNamespaceFolder(): Promise<void> {
  const folder = namespaceFile('');
  if (!existsSync(folder) || readdirSync(folder).length > 0) return;
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(' /run/netns '))
    await run(['umount', '/run/netns']);
}

/** Removes the lab's own files by name: whoever names a folder of his as the state keeps the rest of it. */
function removeState(layout: Layout): void {
  const { hosts, inventory, knownHosts, key, sshConfig, state } = layout;
  for (const path of [hosts, inventory, knownHosts, key, `${key}.pub`, sshConfig]) {
    for (const left of [path, `${path}.new`]) rmSync(left, { recursive: true, force: true });
  }
  if (existsSync(state) && readdirSync(state).length === 0) rmdirSync(state);
}
