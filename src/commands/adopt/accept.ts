import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { acceptNetwork } from '../../accept/accept-network.ts';
import { acceptState } from '../../accept/accept-state.ts';
import { quote } from '../../plan/quote.ts';
import { changeLine } from '../../report/change-lines.ts';
import { diffLines } from '../../report/diff.ts';
import { painter } from '../../report/paint.ts';
import { printable } from '../../report/printable.ts';
import { formatWarnings } from '../../report/problems.ts';
import { wrapped } from '../../report/wrap.ts';
import { resolve } from '../../resolve.ts';
import { defineCommand, INTERRUPTED, type Io } from '../command.ts';
import { accept as declaration } from '../declaration/accept.ts';
import { UsageError } from '../declaration/option.ts';
import { asking } from '../request/prompts.ts';
import { requestOf } from '../request/request.ts';
import {
  type DescribedNetwork,
  describedNetwork,
  differencesOf,
  type FoundDifferences,
} from './described-network.ts';
import { EditedFiles } from './edited-files.ts';
import { fileScope } from './file-scope.ts';

const SITE = 'site.yaml';

export const accept = defineCommand(declaration, async (options, io, what, ...named) => {
  const [, host = '', network = ''] = /^([^/]+)\/(.+)$/.exec(what ?? '') ?? [];
  if (network === '') throw new UsageError(`it expects HOST/NETWORK, such as hv01/lab, not "${what}".`);
  const playbooks = named.length === 0 && existsSync(SITE) ? [SITE] : named;
  if (playbooks.length === 0)
    throw new UsageError(`name the playbook that describes ${network}: there is no ${SITE} here.`);
  const asked = { ...options, limit: undefined, tags: [], skipTags: [] };
  const request = { ...(await requestOf(playbooks, asked, io)), mode: 'drift' as const };
  const read = async () => {
    const resolved = await resolve(request, { ask: asking(io), signal: io.signal });
    const described = describedNetwork(resolved, host, network);
    return { resolved, described, found: await differencesOf(described, request, io) };
  };
  const before = await read();
  if (before.resolved.warnings.length > 0) io.err(formatWarnings(before.resolved.warnings, io));
  const files = new EditedFiles();
  const scope = fileScope(files, before.described, {
    ...request.selection,
    folder: dirname(playbooks[0] ?? '.'),
    taken: options.unmanaged ? before.found.undescribed.map(({ at }) => at) : [],
  });
  const { desired, actual } = before.found;
  acceptNetwork(scope.args, { desired: desired.definition, actual: actual.definition }, scope);
  acceptState(scope.args, { desired, actual }, scope);
  if (scope.refusals.length > 0) throw new UsageError(refused(scope.refusals));
  const isInStep = before.found.changes.length === 0 && files.edited.length === 0;
  io.out(
    isInStep
      ? inStep(before.described, options.unmanaged ? [] : before.found.undescribed, io)
      : diffOf(files, io),
  );
  if (isInStep) return 0;
  const repair = quote([
    'run',
    ...playbooks,
    ...inventoryWords(request.selection.inventory),
    '--limit',
    host,
  ]);
  if (files.edited.length === 0) return left(before.found.changes, repair, io);
  if (options.check) {
    io.out('\nCheck: no file was changed. Without --check this is written.\n');
    return 0;
  }
  files.write();
  try {
    return left((await read()).found.changes, repair, io);
  } catch (error) {
    files.restore();
    if (!io.signal.aborted) throw error;
    io.err('Interrupted: the files are as they were before, and the host was only read.\n');
    return INTERRUPTED;
  }
});

function inStep(
  { host, network }: DescribedNetwork,
  undescribed: FoundDifferences['undescribed'],
  { width }: Io,
): string {
  const beside = undescribed.map(({ what }) => printable(what)).join(', ');
  const lines = [
    `Network ${printable(network)} of ${printable(host)} is as it is described: there is nothing to accept.`,
    ...(beside === '' ? [] : wrapped(`No task describes ${beside}; --unmanaged takes that, too.`, width)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function diffOf(files: EditedFiles, { color }: Io): string {
  const lines = files.edited.flatMap(({ path, text, edited }) =>
    diffLines({ label: path, before: text, after: edited }, painter(color)),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function inventoryWords(sources: readonly string[]): string[] {
  return sources.flatMap((source) => ['-i', source]);
}

/** What still differs, and the words behind `virtfleet` that change it on the host. */
function left(
  changes: Parameters<typeof changeLine>[0][],
  repair: string,
  { out, color, width }: Io,
): number {
  if (changes.length === 0) {
    out('\nAccepted: the network is as it is described.\n');
    return 0;
  }
  const lines = changes.flatMap((change) => changeLine(change, painter(color), width - 2));
  out(
    `\nThis still differs; a run changes it on the host:\n${lines.map((line) => `  ${line}\n`).join('')}    virtfleet ${repair}\n`,
  );
  return 3;
}

function refused(reasons: readonly string[]): string {
  return [
    'nothing is written, because what is written cannot be split by a program:',
    ...reasons,
    'Change it by hand.',
  ].join('\n');
}
