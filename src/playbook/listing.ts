import { isChosen, type TagChoice } from './tags.ts';
import type { ResolvedPlay } from './task.ts';
import type { Playbook } from './written.ts';

/** The hosts of each play, for `--list-hosts`. */
export function listHosts(plays: readonly ResolvedPlay[]): string {
  return plays
    .map(({ name, batches }) => {
      const hosts = batches.flat();
      const lines = hosts.map((host) => `    ${host}\n`);
      return `play ${name}: ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'}\n${lines.join('')}`;
    })
    .join('\n');
}

/** The tasks of each play that tags leave, as written, for `--list-tasks`. */
export function listTasks(playbooks: readonly Playbook[], choice: TagChoice): string {
  return playbooks
    .flatMap(({ plays }) => plays)
    .map(({ name, tasks }) => {
      const lines = tasks.flatMap((task) => {
        if (task.kind === 'flush_handlers') return ['    flush_handlers\n'];
        if (!isChosen(task.tags, choice)) return [];
        const tags = task.tags.length > 0 ? `  [${task.tags.join(', ')}]` : '';
        return [`    ${task.name?.text ?? task.call?.definition.name ?? '?'}${tags}\n`];
      });
      return `play ${name}\n${lines.join('')}`;
    })
    .join('\n');
}
