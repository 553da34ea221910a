import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Rendered } from '../modules/module.ts';
import type { HostPlay } from '../playbook/task.ts';
import { printable, printableLines } from '../report/printable.ts';
import { resolve } from '../run.ts';
import { defineCommand, text, UsageError } from './command.ts';
import { PLAYBOOK_OPTIONS, requestOf } from './request.ts';

export const render = defineCommand({
  name: 'render',
  summary: 'Print what each host would get, without contacting any',
  arguments: '<playbook...>',
  options: {
    ...PLAYBOOK_OPTIONS,
    out: text('-o, --out <folder>', 'write the files into FOLDER/HOST instead'),
  },
  examples: [
    'virtfleet render playbooks/site.yaml -i inventory --limit hv01',
    'virtfleet render playbooks/site.yaml -i inventory --out rendered',
  ],
  async run(options, io, ...playbooks) {
    const { plays, hosts } = resolve(await requestOf(playbooks, options, io));
    for (const { name } of hosts) {
      const files = plays.flatMap((play) => filesOf(play.hosts.get(name)));
      for (const { name: file, text } of files) {
        if (options.out === undefined) {
          io.out(`# ${printable(name)}: ${printable(file)}\n${printableLines(text).join('\n')}\n`);
        } else {
          const path = within(join(options.out, name), file);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, text);
          io.out(`${printable(path)}\n`);
        }
      }
    }
    return 0;
  },
});

function filesOf(play: HostPlay | undefined): Rendered[] {
  const tasks = [...(play?.tasks ?? []), ...(play?.handlers.flatMap((handler) => handler.tasks) ?? [])];
  return tasks.flatMap((task) =>
    task.kind === 'task' ? (task.definition.rendered?.(task.wanted) ?? []) : [],
  );
}

/** Names come from playbooks: one with `..` must not lead out of the folder. */
function within(folder: string, file: string): string {
  const path = join(folder, file);
  if (path !== folder && path.startsWith(`${folder}/`)) return path;
  throw new UsageError(`${JSON.stringify(file)} leads out of ${folder}.`);
}
