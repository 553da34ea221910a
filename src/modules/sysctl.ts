import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { type FileState, fileAt, textAt } from '../host/files.ts';
import { withNetworkCopy } from '../management/network-copy.ts';
import { parameterTouch } from '../management/network-parameter.ts';
import { guarded, selfImpact } from '../management/self-path.ts';
import { type SessionPath, sessionPath } from '../management/session-path.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { only, type Probe, ProbeError } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import { path } from './arguments.ts';
import { defineModule } from './module.ts';

export const sysctl = defineModule({
  name: 'sysctl',
  selfContained: true,
  summary: 'Set a kernel parameter in the running kernel and on disk',
  description: 'The value is written to /etc/sysctl.d/60-virtfleet-KEY.conf, see sysctl.d(5).',
  example: 'sysctl: { key: net.ipv4.ip_forward, value: 1 }',
  aliases: { name: 'key' },
  args: z.strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]*([./][A-Za-z0-9_-]+)+$/, 'a kernel parameter, such as net.ipv4.ip_forward')
      .describe(
        'Name of the parameter, with dots; with slashes if a component contains a dot, such as eth0.100',
      ),
    value: z
      .union([z.string().regex(/^[^\n\0]*\S[^\n\0]*$/, 'one line'), z.number()])
      .transform((value) => plain(String(value)))
      .describe('Its value'),
    sysctl_file: path
      .optional()
      .describe(
        'File that gets a line key=value; other lines stay; if absent, a file for this parameter alone',
      ),
    state: z.literal('present').optional().describe('It is set'),
    sysctl_set: z.boolean().optional().describe('Has no effect: the running kernel gets the value, too'),
    reload: z.boolean().optional().describe('Has no effect: the running kernel gets the value, too'),
    ignoreerrors: z.literal(false).optional().describe('Keys that the kernel does not know are errors'),
  }),
  resource: ({ key }) => `sysctl ${key}`,
  observe: ({ key, sysctl_file: file }) => ({
    running: running(key),
    stored: fileAt(file ?? storePath(key)),
    ...(key.startsWith('net') && { session: sessionPath }),
  }),
  plan: ({ key, value, sysctl_file: file }, { running: now, stored, session }): Plan => {
    const own = { path: storePath(key), content: `${key} = ${value}\n`, mode: '0644' };
    const desired = file === undefined ? own : { path: file, content: withParameter(stored, key, value) };
    const found = [...runningChange(key, value, now), ...fileChange(desired, stored)];
    const back: Step = { do: 'run', argv: ['sysctl', '-q', '-w', `${key}=${now}`] };
    return {
      changes: session ? found.map((change) => guarded(change, impactOf(key, [now, value], session))) : found,
      rollback: () =>
        session ? withNetworkCopy({ steps: [back], boot: [back] }) : { steps: [back], boot: [back] },
    };
  },
});

/** The text of a file in which one line sets the parameter. Source: `SysctlModule` of ansible.posix 1.5.4. */
function withParameter(stored: FileState, key: string, value: string): string {
  const lines = (textAt(stored) ?? '').replace(/\n$/, '').split('\n');
  const isOf = (line: string) => /^\s*([^#;=\s][^=]*?)\s*=/.exec(line)?.[1]?.replaceAll('/', '.') === key;
  const at = lines.findLastIndex(isOf);
  const before = lines[at]?.split('=').slice(1).join('=').trim();
  if (before !== undefined && plain(before) === value) return textAt(stored) ?? '';
  const line = `${key}=${value}`;
  const kept = lines.filter((one, index) => index === at || !isOf(one));
  const next =
    at < 0
      ? [...kept.filter((one, i) => i > 0 || one !== ''), line]
      : kept.map((one) => (isOf(one) ? line : one));
  return `${next.join('\n')}\n`;
}

function impactOf(key: string, values: readonly [string, string], session: SessionPath) {
  return selfImpact({ unknown: parameterTouch(kernelPath(key), values, session) }, { session });
}

function runningChange(key: string, value: string, now: string): Change[] {
  if (now === value) return [];
  return [
    {
      action: 'update',
      proof: 'observed',
      what: `running ${key}`,
      copies: ['kernel'],
      before: now,
      after: value,
      impact: NO_IMPACT,
      steps: [{ do: 'run', argv: ['sysctl', '-q', '-w', `${key}=${value}`] }],
      predictions: [predict(running(key), value)],
      holds: { script: HOLDS, args: [`/proc/sys/${kernelPath(key)}`, value] },
    },
  ];
}

/** Its numbers are compared as `plain` does. */
const HOLDS = 'set -f; now=$(cat -- "$1") || exit; is=$2; set -- $now; [ "$*" = "$is" ]';

function storePath(key: string): string {
  return `/etc/sysctl.d/60-virtfleet-${key.replaceAll('/', '.')}.conf`;
}

function running(key: string): Probe<string> {
  return {
    key: `sysctl ${key}`,
    ask: { kind: 'script', script: 'cat -- "$1"', args: [`/proc/sys/${kernelPath(key)}`] },
    parse: (answers) => {
      const { status, stdout } = only(answers);
      if (status !== 0) throw new ProbeError(`this kernel has no parameter ${key}`);
      return plain(stdout.toString());
    },
  };
}

/** sysctl.d(5): when the first separator is a slash, dots are part of names. */
function kernelPath(key: string): string {
  return /^[^.]*\//.test(key) ? key : key.replaceAll(/[./]/g, (mark) => (mark === '.' ? '/' : '.'));
}

/** The kernel separates the numbers of a parameter with tabs; one space is what people write. */
function plain(value: string): string {
  return value.trim().replaceAll(/\s+/g, ' ');
}
