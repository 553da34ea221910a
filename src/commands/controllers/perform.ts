import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { GIVEN, type Given, type Performed } from '../../controllers/performed.ts';
import { hiddenTexts } from '../../hidden-texts.ts';
import type { JobKind } from '../../history/controller-tables.ts';
import { audit } from '../audit/audit.ts';
import type { Io } from '../command.ts';
import type { Options, Values } from '../declaration/option.ts';
import { UsageError } from '../declaration/option.ts';
import { checkDrift } from '../execution/check-drift.ts';
import type { DriftOptions } from '../execution/publish-drift.ts';
import { requestOf } from '../request/request.ts';
import { run } from '../run.ts';
import { checkNamed, scheduleId } from '../schedule/asked.ts';
import { driftOptions, seenFrom } from '../schedule/check-options.ts';
import { hostStates } from './host-states.ts';
import { sharedSchedule } from './surroundings.ts';
import { webhooksOf } from './webhooks.ts';

/**
 * Does the job that the first line of stdin has, and prints what it came to as JSON. When stdin ends, the worker is gone
 * or stops: no further task begins. Resolves to 0, whatever was found.
 */
export async function performGiven(io: Io): Promise<number> {
  const stdin = new Socket({ fd: 0 });
  const gone = new AbortController();
  stdin.on('close', () => gone.abort());
  try {
    const lines = createInterface({ input: stdin });
    const line = await new Promise<string>((resolve) => {
      lines.once('line', resolve).once('close', () => resolve(''));
    });
    if (line === '') throw new UsageError('--job is how a worker calls itself: name a --region instead.');
    const given = GIVEN.parse(JSON.parse(line));
    const printed: string[] = [];
    const inner: Io = {
      ...io,
      ...{ out: (text) => printed.push(text), terminal: undefined, canAsk: false },
      signal: AbortSignal.any([io.signal, gone.signal]),
    };
    const faults: string[] = [];
    const exitCode = await PERFORM[given.kind](given, inner, faults);
    const hosts = hostStates(given.kind, printed.join(''));
    const complaint = faults.length > 0 ? hiddenTexts.conceal(faults.join(' ')) : undefined;
    io.out(`${JSON.stringify({ exitCode, hosts, complaint } satisfies Performed)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // Nobody typed options here.
    throw new UsageError(error.message.replace(/^--(\S+)/, 'schedule.yaml: $1'));
  } finally {
    stdin.destroy();
  }
}

/** Each resolves to the exit code of the command, and tells `faults` what was left out. */
type Perform = (given: Given, io: Io, faults: string[]) => Promise<number>;

const PERFORM: Readonly<Record<JobKind, Perform>> = {
  drift: async (given, io, faults) => {
    const { schedule, playbooks, options: asked } = readFor(given);
    const webhooks = webhooksOf(given.name, asked.notify, io.local.env);
    faults.push(...webhooks.faults);
    const options = { ...asked, notify: webhooks.usable };
    const request = await requestOf(playbooks, options, io);
    const { blackouts } = schedule;
    return checkDrift(request, options, io, {
      ...{ id: scheduleId(schedule, given.name), blackouts },
      undelivered: (sentences) => faults.push(...sentences),
    });
  },
  audit: (given, io) => called(audit, given, io),
  run: (given, io) => called(run, given, io),
};

interface Called<O> {
  options: O;
  run(options: Values<O>, io: Io, ...words: string[]): Promise<number>;
}

/** A command with those of its options that the check has; the others are as if nobody typed them. */
function called<O extends Options>(command: Called<O>, given: Given, io: Io): Promise<number> {
  const { playbooks, options } = readFor(given);
  const chosen = Object.fromEntries(
    Object.entries(command.options).map(([name, { initial }]) => [
      name,
      SAME.has(name) ? options[name as keyof DriftOptions] : initial,
    ]),
  );
  return command.run(chosen as Values<O>, io, ...playbooks);
}

/** What means the same to `drift`, `audit` and `run`. */
const SAME: ReadonlySet<string> = new Set([
  ...[
    'inventory',
    'limit',
    'tags',
    'skipTags',
    'extraVars',
    'vaultPasswordFiles',
    'vaultIds',
    'askVaultPass',
  ],
  ...['forks', 'become', 'user', 'privateKey', 'askPass', 'askBecomePass', 'acceptNew', 'connectTimeout'],
  ...['format', 'history'],
]);

function readFor({ file, name, hosts, history }: Given) {
  const schedule = sharedSchedule(file);
  const { folder } = schedule;
  const check = checkNamed(schedule, name);
  const own = driftOptions(check.options, {}, { folder, secretAt: () => undefined });
  const options = { ...own, limit: hosts.join(','), history, format: 'json', quiet: false } as const;
  return { schedule, playbooks: check.playbooks.map((path) => seenFrom(folder, path)), options };
}
