import { hiddenTexts } from '../../hidden-texts.ts';
import { counted, listed, ranges } from '../../report/fold.ts';
import { messageLines } from '../../report/message-lines.ts';
import { Snapshot } from '../../snapshot/snapshot.ts';
import { snapshotText } from '../../snapshot/snapshot-file.ts';
import { defineCommand } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { snapshot as declaration } from '../declaration/snapshot.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';
import { checkReport, writeReport } from '../execution/report-file.ts';
import { requestOf } from '../request/request.ts';
import { withoutValues } from '../request/shown-vars.ts';
import { newKey } from '../request/snapshot-key.ts';
import { take } from './take.ts';

export const snapshot = defineCommand(declaration, async (options, io, ...playbooks) => {
  const { output } = options;
  if (output === undefined) throw new UsageError('--output FILE says where it is written.');
  checkReport(output);
  const request = await requestOf(playbooks, options, io);
  const { secrets, key } = await newKey(io.local);
  const typed = { ...options, extraVars: withoutValues(options.extraVars) };
  const command = typedLine(typedWords(declaration, playbooks, typed));
  const taken = new Snapshot({ secrets, hasKey: true, command });
  const bugs = await take({ ...request, connection: { ...request.connection, snapshot: taken } }, 'all', io);
  const about = { virtfleet: io.version, taken: new Date().toISOString(), key, command };
  writeReport(output, snapshotText(about, taken.packed()), 0o600);
  const { lines, isWhole } = summary(taken, io.width);
  for (const bug of bugs) throw bug;
  io.out([`Written to ${output}: ${lines.join('\n')}`, ''].join('\n'));
  return isWhole ? 0 : 4;
});

/** How many hosts answered, and which did not. */
function summary(taken: Snapshot, width: number): { lines: string[]; isWhole: boolean } {
  const gone = new Map<string, string[]>();
  let count = 0;
  for (const [host, answers] of taken.hosts) {
    const sides = [answers.of('root'), answers.of('login')];
    count += sides.reduce((sum, side) => sum + Object.keys(side.answers).length, 0);
    const why = sides
      .flatMap(({ ended }) => ended ?? [])
      .map((ended) => ('lost' in ended ? ended.lost : ended.detail));
    for (const one of new Set(why)) gone.set(one, [...(gone.get(one) ?? []), host]);
    answers.rest();
  }
  const hosts = taken.hosts.size;
  const lines = [...gone].flatMap(([why, names]) =>
    messageLines(`${listed(ranges(names), width / 2)}: ${hiddenTexts.conceal(why)}`, {
      width,
      indent: '  ',
      limit: 0,
    }),
  );
  return {
    lines: [`${counted(hosts, 'host')}, ${counted(count, 'answer')}.`, ...lines],
    isWhole: gone.size === 0,
  };
}
