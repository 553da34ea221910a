import type { Io } from '../command.ts';
import type { Values } from '../declaration/option.ts';
import type { selfCheck as declaration } from '../declaration/reference.ts';
import { historyOf } from '../execution/recording.ts';
import { clockFinding } from './clock.ts';
import { type Finding, ok } from './finding.ts';
import { historyFinding } from './history.ts';
import { selfCheckLines } from './page.ts';
import { schemaFinding } from './schema.ts';
import { sshFindings } from './ssh.ts';

/** The exit code when something has to be mended. */
const WRONG = 3;

/** Looks at what Virtfleet needs of the controller at `now` (milliseconds since 1970), and prints it. */
export async function checkSelf(
  options: Values<(typeof declaration)['options']>,
  io: Io,
  now: number,
): Promise<number> {
  const history = await historyFinding(historyOf(options.history, io));
  const findings: Finding[] = [
    ok('virtfleet', `${io.version}, ${io.program.at(-1)}`),
    ok('node', io.node),
    ...(await sshFindings(io.local)),
    schemaFinding(),
    history.finding,
    clockFinding(now, history.last),
  ];
  const code = findings.some(({ status }) => status === 'problem') ? WRONG : 0;
  const document = { version: 1, virtfleet: io.version, checks: findings, exit_code: code };
  if (options.format === 'json') io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  else
    io.out(
      selfCheckLines(findings, io)
        .map((line) => `${line}\n`)
        .join(''),
    );
  return code;
}
