import { stateName } from '../report/drift/state-name.ts';
import { suspectLine } from '../report/drift/suspect-line.ts';
import { collected, listed, ranges } from '../report/fold.ts';
import { printable, printableLines } from '../report/printable.ts';
import { when } from '../report/when.ts';
import { KINDS, type StateEvent } from './check.ts';

/** Columns of the names of hosts. */
const NAMES = 120;

/** What is said of the same event of some hosts. */
export interface Block {
  hosts: readonly string[];
  lines: readonly string[];
}

/** Events as lines of plain text; hosts with the same events stand together. */
export function eventBlocks(events: readonly StateEvent[]): Block[] {
  const sorted = KINDS.flatMap((kind) => events.filter((one) => one.kind === kind));
  return collected(sorted, said).map((same) => {
    const [{ kind, resource, state, lines, message, since }] = same;
    const hosts = listed(ranges(same.map(({ host }) => host)), NAMES);
    const name = resource === undefined ? hosts : `${printable(resource)} on ${hosts}`;
    const cause = kind === 'new' && state !== undefined ? ` (${stateName(state)})` : '';
    const was = since === undefined ? '' : `, since ${when(since)}`;
    const text = [
      `${kind.toUpperCase()} ${name}${cause}${same.length === 1 ? was : ''}`,
      ...lines.map((line) => `  ${printable(line)}`),
      ...(message === undefined ? [] : printableLines(message).map((line) => `  ${line}`)),
      ...same.flatMap(({ host, suspect }) =>
        suspect ? [`  ${same.length > 1 ? `${printable(host)}: ` : ''}${suspectLine(suspect)}`] : [],
      ),
    ];
    return { hosts: same.map(({ host }) => host), lines: text };
  });
}

function said({ kind, resource, state, lines, message }: StateEvent): string {
  return JSON.stringify([kind, resource, state, lines, message]);
}
