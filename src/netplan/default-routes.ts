import { isMap, isScalar, visit } from 'yaml';
import { only, type Probe } from '../plan/probe.ts';
import { parseNetplan } from './document.ts';

/** What netplan says of itself in its own folder: `netplan info` prints the same, and takes a tenth of a second more. */
const READ = `for file in /usr/share/netplan/*/_features.py; do [ ! -e "$file" ] || { cat "$file"; exit; }; done`;

/** Whether netplan takes `to: default` of a route: that of Debian 11 does not. One that says nothing of itself is new. */
export const knowsDefault: Probe<boolean> = {
  key: 'netplan default routes',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const said = only(answers).stdout.toString();
    return !said.includes('NETPLAN_FEATURE_FLAGS') || said.includes('"default-routes"');
  },
};

/** Whether a file has such a route. */
export function hasDefault(content: string): boolean {
  return /\bto: "?default"?$/m.test(content);
}

/** The file with the networks of all addresses in their place. */
export function withoutDefault(content: string): string {
  if (!hasDefault(content)) return content;
  const document = parseNetplan(content);
  visit(document, {
    Map: (_, route) => {
      const to = route.get('to', true);
      if (!isMap(route) || !isScalar(to) || to.value !== 'default') return;
      to.value = String(route.get('via') ?? '').includes(':') ? '::/0' : '0.0.0.0/0';
    },
  });
  return document.toString({ lineWidth: 0 });
}
