import { createHash } from 'node:crypto';
import { only, type Probe } from '../../plan/probe.ts';
import { ownLines, passedLines } from '../format/dnsmasq-lines.ts';
import type { Network } from '../model/network.ts';

/** Why the host's dnsmasq does not take a line, by its text. */
export type DnsmasqRefusals = Readonly<Record<string, string>>;

/**
 * Of `$1`, the lines of libvirt, and all others, a line each, the ones that dnsmasq does not take: their number and
 * why. It reads its standard input as a file, so that nothing is written. One process where all is well.
 */
const READ = `
PATH=$PATH:/usr/sbin:/sbin
command -v dnsmasq >/dev/null || exit 0
own=$1; shift
refused() { ! printf '%s\\n' "$own" "$@" | dnsmasq --test --conf-file=- 2>&1; }
said=$(refused "$@") || exit 0
number=0 found=
for line; do
  number=$((number + 1))
  one=$(refused "$line") && { echo $number $one; found=yes; }
done
[ -n "$found" ] || echo 0 $said`;

/** Asks the dnsmasq of a host what it thinks of the lines that libvirt will write for a network and not look at. */
export function dnsmasqRefusals(network: Network): Probe<DnsmasqRefusals> | undefined {
  // A script would be run, in a dry run too: dnsmasq(8), --conf-script.
  const lines = passedLines(network)
    .map(({ text }) => text)
    .filter((text) => !/^\s*conf-script\b/.test(text));
  if (lines.length === 0) return undefined;
  const own = ownLines(network);
  const args = [own.join('\n'), ...lines];
  return {
    key: `dnsmasq on ${createHash('sha256').update(JSON.stringify(args)).digest('hex')}`,
    open: true,
    ask: { kind: 'script', script: READ, args },
    volatile: true,
    parse: (answers) =>
      Object.fromEntries(
        only(answers)
          .stdout.toString()
          .split('\n')
          .filter(Boolean)
          .map((line) => refusal(line, lines, own.length)),
      ),
  };
}

/** `2 dnsmasq: bad option at line 5 of stdin`; 0 where only the combination of lines is refused. */
function refusal(line: string, lines: readonly string[], before: number): [text: string, why: string] {
  const [, number, said = ''] = /^(\d+) (?:dnsmasq: )?(.*)$/.exec(line) ?? [];
  const at = Number(number) || Number(/ at line (\d+) of /.exec(said)?.[1]) - before;
  return [lines[at - 1] ?? lines[0] ?? '', said.replace(/ at line \d+ of .*$/, '')];
}
