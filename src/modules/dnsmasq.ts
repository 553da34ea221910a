import * as z from 'zod';
import { dnsmasqArguments } from '../dnsmasq/arguments.ts';
import { restartStep, testStep } from '../dnsmasq/steps.ts';
import { type Change, type Impact, leaves, NO_IMPACT } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import { type FileState, fileAt, shownContent } from '../plan/files.ts';
import { changes } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { path, unitName } from './arguments.ts';
import { defineModule } from './module.ts';

export const dnsmasq = defineModule({
  name: 'dnsmasq',
  summary: 'A configuration file of dnsmasq, tested before it is installed',
  description: [
    "The arguments have the names of dnsmasq's own options, see dnsmasq(8).",
    'dnsmasq reads its files when it starts: name its unit in service, or notify a handler.',
  ].join('\n'),
  example: `dnsmasq:
  name: guests
  interface: [br0]
  dhcp-range: [{ start: 192.168.1.100, end: 192.168.1.200, lease: 12h }]
  dhcp-host: [{ mac: "52:54:00:aa:bb:cc", ip: 192.168.1.50, name: web }]`,
  args: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]*$/, 'letters, digits, _ -')
      .describe('Name of the file, without .conf'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether the file is there'),
    path: path.optional().describe('The file itself; default /etc/dnsmasq.d/NAME.conf'),
    service: unitName.optional().describe('Unit that is restarted when the file changes'),
    ...dnsmasqArguments,
  }),
  prepare: ({ name, state, path: given, service, ...options }, desk) => {
    const unset = Object.fromEntries(Object.keys(dnsmasqArguments).map((key) => [key, null]));
    const content = state === 'absent' ? null : desk.render('dnsmasq.conf.hbs', { ...unset, ...options });
    return { path: given ?? `/etc/dnsmasq.d/${name}.conf`, content, units: service ? [service] : [] };
  },
  rendered: ({ path: name, content }) => (content === null ? [] : [{ name, text: content }]),
  observe: (wanted) => ({ file: fileAt(wanted.path) }),
  plan: ({ path: file, content, units }, seen) => {
    const after = units.map(restartStep);
    const impact: Impact =
      units.length > 0 ? { disruption: 'service', note: `${units.join()} restarts` } : NO_IMPACT;
    if (content === null) return changes(...removal(file, seen.file, after, impact));
    const options = { check: [testStep(content, units)], after, impact };
    return changes(...fileChange({ path: file, content, mode: '0644' }, seen.file, options));
  },
});

function removal(file: string, seen: FileState, after: Step[], impact: Impact): Change[] {
  if (seen.kind === 'absent') return [];
  return [
    {
      what: `file ${file}`,
      before: seen.kind,
      after: null,
      ...(seen.kind === 'file' && { diff: { label: file, before: shownContent(seen.content), after: '' } }),
      impact,
      steps: [{ do: 'remove', path: file }, ...after],
      leaves: [leaves(fileAt(file), { kind: 'absent' })],
    },
  ];
}
