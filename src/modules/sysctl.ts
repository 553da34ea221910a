import { z } from 'zod';
import { type Change, leaves, NO_IMPACT } from '../plan/change.ts';
import { fileAt } from '../plan/files.ts';
import { changes } from '../plan/plan.ts';
import { only, type Probe, ProbeError } from '../plan/probe.ts';
import { defineModule } from './module.ts';

export const sysctl = defineModule({
  name: 'sysctl',
  summary: 'Set a kernel parameter in the running kernel and on disk',
  description: 'The value is written to /etc/sysctl.d/60-virtfleet-KEY.conf, see sysctl.d(5).',
  example: 'sysctl: { key: net.ipv4.ip_forward, value: 1 }',
  args: z.strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9_-]+([./][A-Za-z0-9_-]+)+$/, 'a kernel parameter, such as net.ipv4.ip_forward')
      .describe('Name of the parameter, with dots'),
    value: z
      .union([z.string().regex(/^[^\n]*$/, 'one line'), z.number()])
      .transform(String)
      .describe('Its value'),
  }),
  observe: ({ key }) => ({ running: running(key), stored: fileAt(storePath(key)) }),
  plan: ({ key, value }, { running: now, stored }) => {
    const found: Change[] = [];
    if (now !== value) {
      found.push({
        what: `running ${key}`,
        before: now,
        after: value,
        impact: NO_IMPACT,
        steps: [{ do: 'run', argv: ['sysctl', '-q', '-w', `${key}=${value}`] }],
        leaves: [leaves(running(key), value)],
      });
    }
    const path = storePath(key);
    const line = `${key} = ${value}\n`;
    const before = stored.kind === 'file' ? stored.content : '';
    if (before !== line) {
      found.push({
        what: `stored ${key}`,
        before: before.trim() || null,
        after: line.trim(),
        diff: { label: path, before, after: line },
        impact: NO_IMPACT,
        steps: [{ do: 'write', path, content: line, mode: '0644' }],
        leaves: [
          leaves(fileAt(path), { kind: 'file', mode: '0644', owner: 'root', group: 'root', content: line }),
        ],
      });
    }
    return changes(...found);
  },
});

function storePath(key: string): string {
  return `/etc/sysctl.d/60-virtfleet-${key.replaceAll('/', '.')}.conf`;
}

/** The kernel separates the numbers of a parameter with tabs; one space is what people write. */
function running(key: string): Probe<string> {
  return {
    key: `sysctl ${key}`,
    ask: { kind: 'script', script: 'cat -- "$1"', args: [`/proc/sys/${key.replaceAll('.', '/')}`] },
    parse: (answers) => {
      const { status, stdout } = only(answers);
      if (status !== 0) throw new ProbeError(`this kernel has no parameter ${key}`);
      return stdout.toString().trim().replace(/\s+/g, ' ');
    },
  };
}
