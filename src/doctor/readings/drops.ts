import { only, type Probe } from '../../plan/probe.ts';

/** What a filter has kept so far, where it counts: a rule of it, or what becomes of packets at its end. */
export interface Drops {
  /** `chain FORWARD of table ip filter` */
  place: string;
  /** `policy DROP`, or the rule. */
  rule: string;
  packets: number;
}

/**
 * Only iptables counts for policies: iptables(8), nft(8). It is asked for all tables that are there, as `-L` and `-t`
 * load that of the legacy variant into the kernel where it is not.
 */
const READ = `
[ "$(id -u)" = 0 ] || exit 0
{
  for family in ip ip6; do
    echo "table $family filter {"
    "\${family}tables-save" -c | sed -n '/^[*]filter/,/^COMMIT/{ /^:.* DROP /p; }'
  done
  nft list ruleset | grep -E '^table |^[[:space:]]*chain |counter packets [0-9]+ .*(drop|reject)'
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
  let [table, chain] = ['', ''];
  for (const line of text.split('\n').map((one) => one.trim())) {
    table = /^table (\S+ \S+)/.exec(line)?.[1] ?? table;
    chain = /^chain (\S+) \{/.exec(line)?.[1] ?? chain;
    const [, name, count] = /^:(\S+) DROP \[(\d+):/.exec(line) ?? [];
    if (name !== undefined)
      found.push({
        place: `chain ${name} of table ${table}`,
        ...{ rule: 'policy DROP', packets: Number(count) },
      });
    const [counter, packets] = / ?counter packets (\d+) bytes \d+/.exec(line) ?? [];
    if (counter !== undefined)
      found.push({
        place: `chain ${chain} of table ${table}`,
        ...{ rule: line.replace(counter, ''), packets: Number(packets) },
      });
  }
  return found.filter((one) => one.packets > 0);
}
