import * as z from 'zod';
import { NO_IMPACT, predict } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import { only, type Probe } from '../plan/probe.ts';
import { scriptStep } from '../plan/step.ts';
import { path, seconds } from './arguments.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  port: z.int().min(1).max(65535).optional().describe('TCP port that the host connects to'),
  host: z
    .string()
    .regex(/^[A-Za-z0-9:][A-Za-z0-9_.:%-]*$/, 'a name or an address')
    .default('127.0.0.1')
    .describe('Name or address of the port, as the host resolves it'),
  path: path.optional().describe('File or folder on the host, instead of a port'),
  search_regex: z
    .string()
    .regex(/^[^\0\n]+$/, 'a pattern of one line')
    .optional()
    .describe('Pattern (grep -E) that a line of the file, or of the answer of the port, must match'),
  state: z
    .enum(['started', 'present', 'stopped', 'absent'])
    .default('started')
    .describe('started and present: wait until it answers or exists; stopped and absent: until it does not'),
  timeout: seconds.default(300).describe('Seconds after which the task fails'),
  delay: seconds.default(0).describe('Seconds to wait before the first attempt'),
  sleep: z.int().min(1).max(3600).default(1).describe('Seconds between two attempts'),
  connect_timeout: z.int().min(1).max(600).default(5).describe('Seconds for one attempt to connect'),
  msg: z.string().min(1).optional().describe('Message on timeout'),
});
type Desired = z.output<typeof args>;

export const waitFor = defineModule({
  name: 'wait_for',
  onlyReads: true,
  summary: 'Wait until a port answers or a file exists, or until it no longer does',
  description:
    'It counts as ok, never as changed. A dry run says what would be waited for, and does not wait.',
  example: 'wait_for: { port: 53, host: 10.0.0.1, timeout: 30 }',
  args,
  prepare: (desired, context) => {
    refuse(desired, context);
    return desired;
  },
  observe: (desired) => ({ holds: holds(desired) }),
  plan: (desired, current): Plan => {
    const { delay, timeout, connect_timeout, sleep, msg } = desired;
    if (current.holds && delay === 0) return changes();
    const what = `wait for ${described(desired)}`;
    const late = msg ?? `not so after ${timeout} s`;
    const script = scriptStep(what, WAIT, [
      ...wordsOf(desired),
      ...[delay, timeout, sleep].map(String),
      late,
    ]);
    const step = { ...script, seconds: delay + timeout + sleep + connect_timeout };
    const change = {
      what,
      before: null,
      after: null,
      impact: NO_IMPACT,
      steps: [step],
      bookkeeping: true,
    } as const;
    const proof = delay > 0 ? 'opaque' : 'observed';
    return {
      // What is looked at late, on purpose, is not looked at again.
      changes: [{ action: 'run', proof, ...change, predictions: [predict(holds(desired), true)] }],
      message: `waits for ${described(desired)}, ${timeout} s at most`,
    };
  },
});

function refuse({ port, path: file, search_regex, state }: Desired, { report }: TaskContext): void {
  const misfit = (detail: string, at: string[]) =>
    report({ code: 'wait-arguments', summary: 'Arguments of wait_for do not fit together', detail, at });
  if (port === undefined && file === undefined)
    misfit('It needs port or path. pause waits for a fixed time.', []);
  if (port !== undefined && file !== undefined) misfit('Write either port or path.', ['path']);
  if (search_regex !== undefined && port !== undefined && isGone(state))
    misfit('A closed port sends nothing.', ['search_regex']);
}

function isGone(state: Desired['state']): boolean {
  return state === 'stopped' || state === 'absent';
}

function described({ port, host, path: file, search_regex, state }: Desired): string {
  const thing = port === undefined ? file : `port ${port} of ${host}`;
  const found = search_regex === undefined ? thing : `${search_regex} in ${thing}`;
  return isGone(state) ? `${found} to be gone` : `${found}`;
}

function wordsOf({ port, host, path: file, search_regex, state, connect_timeout }: Desired): string[] {
  const at = port === undefined ? ['', file ?? ''] : [String(port), host];
  return [...at, search_regex ?? '', isGone(state) ? 'gone' : 'there', String(connect_timeout)];
}

/** Bash connects by itself, so that no further program is needed: its manual, Redirections. */
const HOLDS = `
port=$1; at=$2; pattern=$3; state=$4; limit=$5
there() {
  if [ -n "$port" ] && [ -n "$pattern" ]; then
    timeout "$limit" bash -c 'exec 3<>"/dev/tcp/$0/$1" && cat <&3' "$at" "$port" 2>/dev/null | grep -qE -- "$pattern"
  elif [ -n "$port" ]; then timeout "$limit" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$at" "$port" 2>/dev/null
  elif [ -n "$pattern" ]; then grep -qE -- "$pattern" "$at" 2>/dev/null
  else [ -e "$at" ] || [ -L "$at" ]
  fi
}
holds() { if there; then [ "$state" = there ]; else [ "$state" = gone ]; fi; }`;

const WAIT = `${HOLDS}
sleep "$6"
end=$(($(date +%s) + $7))
until holds; do
  [ "$(date +%s)" -lt "$end" ] || { printf '%s\\n' "$9"; exit 1; }
  sleep "$8"
done`;

function holds(desired: Desired): Probe<boolean> {
  const words = wordsOf(desired);
  return {
    key: `awaited ${words.join(' ')}`,
    ask: { kind: 'script', script: `${HOLDS}\nif holds; then echo yes; fi`, args: words },
    parse: (answers) => only(answers).stdout.toString() === 'yes\n',
    awaited: true,
  };
}
