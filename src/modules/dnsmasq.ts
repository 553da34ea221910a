import { z } from 'zod';
import { dnsmasqArguments } from '../dnsmasq/arguments.ts';
import { type Impact, NO_IMPACT } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import { fileAt } from '../plan/files.ts';
import { changes } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { path } from './arguments.ts';
import { defineModule } from './module.ts';

export const dnsmasq = defineModule({
  name: 'dnsmasq',
  summary: 'A configuration file of dnsmasq, tested before it is installed',
  description: "The arguments have the names of dnsmasq's own options, see dnsmasq(8).",
  example: `dnsmasq:
  name: guests
  interface: [br0]
  dhcp-range: [{ start: 192.168.1.100, end: 192.168.1.200, lease: 12h }]
  dhcp-host: [{ mac: "52:54:00:aa:bb:cc", ip: 192.168.1.50, name: web }]`,
  args: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ -')
      .describe('Name of the file, without .conf'),
    path: path.optional().describe('The file itself; default /etc/dnsmasq.d/NAME.conf'),
    service: z.string().optional().describe('Unit that is restarted when the file changes'),
    ...dnsmasqArguments,
  }),
  prepare: ({ name, path: given, service, ...options }, desk) => {
    const unset = Object.fromEntries(Object.keys(dnsmasqArguments).map((key) => [key, null]));
    const content = desk.render('dnsmasq.conf.hbs', { ...unset, ...options });
    return { path: given ?? `/etc/dnsmasq.d/${name}.conf`, content, service };
  },
  rendered: ({ path: name, content }) => [{ name, text: content }],
  observe: (wanted) => ({ file: fileAt(wanted.path) }),
  plan: ({ path: file, content, service }, seen) => {
    const restart: Step[] = service ? [{ do: 'run', argv: ['systemctl', 'restart', '--', service] }] : [];
    const impact: Impact = service ? { disruption: 'service', note: `${service} restarts` } : NO_IMPACT;
    const options = { check: [testStep(content)], after: restart, impact };
    return changes(...fileChange({ path: file, content, mode: '0644' }, seen.file, options));
  },
});

const TEST = `
new=$(mktemp) || exit
trap 'rm -f -- "$new"' EXIT
cat >"$new" && dnsmasq --test --conf-file="$new"`;

function testStep(content: string): Step {
  return { do: 'run', argv: ['sh', '-c', TEST, 'virtfleet'], stdin: content };
}
