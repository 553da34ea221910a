import * as z from 'zod';
import { fileAt, shownContent } from '../../src/host/files.ts';
import { type AnyModule, defineModule } from '../../src/modules/module.ts';
import { type Change, NO_IMPACT, predict } from '../../src/plan/change.ts';
import { NO_GUARD } from '../../src/plan/guard.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Step } from '../../src/plan/step.ts';
import type { ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';

/** A module that wants a file to have a content, and says what to do about it. */
export function fileModule(
  stepsOf: (path: string, content: string) => Step[],
  more: Partial<Change> = {},
  plan: Partial<Plan> = {},
) {
  return defineModule({
    name: 'file-test',
    summary: '',
    example: '',
    args: z.strictObject({ path: z.string(), content: z.string() }),
    observe: ({ path }) => ({ file: fileAt(path) }),
    plan: ({ path, content }, { file }) => {
      const before = file.kind === 'file' ? shownContent(file.content) : null;
      if (before === content) return { changes: [] };
      const value = { kind: 'file' as const, mode: '0644', owner: 'root', group: 'root', content };
      const steps = stepsOf(path, content);
      return {
        ...plan,
        changes: [
          {
            action: before === null ? ('create' as const) : ('update' as const),
            proof: 'observed' as const,
            what: path,
            before,
            after: content,
            impact: NO_IMPACT,
            steps,
            predictions: [predict(fileAt(path), value)],
            ...more,
          },
        ],
      };
    },
  });
}

export const writes = fileModule((path, content) => [{ do: 'write', path, content, mode: '0644' }]);

export function task(
  definition: AnyModule,
  desired: unknown,
  more: Partial<ResolvedTask> = {},
): ResolvedTask {
  return {
    kind: 'task',
    play: 'play',
    name: 'task',
    module: definition.name,
    place: { file: 'play.yaml', line: 1, column: 1 },
    definition,
    desired,
    become: false,
    consent: 'service',
    notify: [],
    ignoreErrors: false,
    guard: NO_GUARD,
    ...more,
  };
}
