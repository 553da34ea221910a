import type { Finding } from '../../doctor/diagnosis.ts';
import { fixPlay } from '../../doctor/fixes/fix-play.ts';
import { hostTargets } from '../../host-targets.ts';
import { loadInventory } from '../../inventory/load.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import { ProblemError } from '../../problem.ts';
import type { Resolved } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { doctor as declaration } from '../declaration/doctor.ts';
import type { Values } from '../declaration/option.ts';
import { NO_FILES } from '../declaration/shared-options.ts';
import { typedWords } from '../declaration/typed.ts';
import { execute } from '../execution/execute.ts';
import { withoutValues } from '../request/shown-vars.ts';
import { askedFor } from '../resuming/asked-for.ts';

export type DoctorOptions = Values<(typeof declaration)['options']>;

/**
 * Mends what can be mended by a run: planned on what the hosts have now, reported, kept in the history and proved as any
 * other. Resolves to its exit code.
 */
export async function mend(
  findings: readonly Finding[],
  { subject, options, asked }: { subject: string; options: DoctorOptions; asked: RunRequest },
  io: Io,
): Promise<number> {
  const request: RunRequest = {
    ...asked,
    selection: { ...asked.selection, playbooks: [`doctor ${subject}`] },
    mode: options.check ? 'check' : 'apply',
  };
  const resolving = async () => resolvedFix(findings, asked);
  const extraVars = withoutValues(options.extraVars);
  const commands = {
    again: (limit = options.limit) => typedWords(declaration, [subject], { ...options, extraVars, limit }),
  };
  const head = { asked: askedFor(options, { extraVars: Object.keys(asked.selection.extraVars) }, io) };
  const shown = { ...NO_FILES, diff: false, expand: false, exitCode: false, format: 'text' as const };
  io.out('\n');
  return execute(request, { ...options, ...shown, commands, head }, io, { resolving });
}

function resolvedFix(findings: readonly Finding[], { selection, connection }: RunRequest): Resolved {
  const play = fixPlay(findings);
  const { inventory, problems, warnings } = loadInventory(selection.inventory, selection);
  const targets = hostTargets([...play.hosts.keys()], inventory, { ...selection, ...connection });
  const wrong = [...problems, ...targets.problems];
  if (wrong.length > 0) throw new ProblemError(wrong);
  return {
    plays: [play],
    hosts: targets.hosts,
    reach: (name) => {
      throw new Error(`a doctor delegates nothing to ${name}`);
    },
    select: (pattern) => {
      const found = selectHosts(inventory, pattern);
      return { names: found.hosts.map(({ name }) => name), problems: found.problems };
    },
    warnings,
    lateWarnings: () => [],
  };
}
