import { only, type Probe } from '../../plan/probe.ts';

/** What a filter has kept so far, where it counts: a rule of it, or what becomes of packets at its end. */
export interface Drops {
  chain: string;
  /** `policy DROP`, or the rule. */
  rule: string;
  packets: number;
}

/** Only iptables counts for policies: iptables(8), nft(8). */
const READ = `
[ "$(id -u)" = 0 ] || exit 0
{
  for chain in FORWARD INPUT; do iptables -w 5 -nvxL $chain | head -n 1; done
  nft list ruleset | grep -E '^[[:space:]]*chain |counter packets [0-9]+ .*(drop|reject)'
} 2>/dev/null
exit 0`;

export const drops: Probe<readonly Drops[]> = {
  key: 'packets that filters kept',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => parseDrops(only(answers).stdout.toString()),
};

/** Exported for tests. Of what has kept nothing there is nothing to say. */
export function parseDrops(text: string): Drops[] {
  const found: Drops[] = [];
  let chain = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    chain = /^chain (\S+) \{/.exec(line)?.[1] ?? chain;
    const [, name = '', policy, count] = /^Chain (\S+) \(policy (DROP|REJECT) (\d+) packets/.exec(line) ?? [];
    if (policy !== undefined) found.push({ chain: name, rule: `policy ${policy}`, packets: Number(count) });
    const [counter, packets] = / ?counter packets (\d+) bytes \d+/.exec(line) ?? [];
    if (counter !== undefined)
      found.push({ chain, rule: line.replace(counter, ''), packets: Number(packets) });
  }
  return found.filter((one) => one.packets > 0);
}
