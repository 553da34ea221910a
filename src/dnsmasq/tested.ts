import { createHash } from 'node:crypto';
import { only, type Probe } from '../plan/probe.ts';

/** What dnsmasq says against a configuration, and of which of its lines, which count from 1. */
export interface Refusal {
  said: string;
  line?: number;
}

/** The text is an argument of a function of the shell, which no other process sees. */
const TEST = `
[ -x /usr/sbin/dnsmasq ] || exit 0
printf '%s' "$1" | /usr/sbin/dnsmasq --test --conf-file=- 2>&1`;

/** What the host's dnsmasq says against this; null where it takes it, and where it is not there. */
export function testedOn(configuration: string): Probe<Refusal | null> {
  const hash = createHash('sha256').update(configuration).digest('hex').slice(0, 16);
  return {
    key: `dnsmasq --test ${hash}`,
    ask: { kind: 'script', script: TEST, args: [configuration] },
    volatile: true,
    parse: (answers) => {
      const { status, stdout } = only(answers);
      return status === 0 ? null : refusalOf(stdout.toString());
    },
  };
}

/** `dnsmasq: bad dhcp-range at line 2 of stdin`; of another file the line says nothing here. */
function refusalOf(output: string): Refusal {
  const said = output.trim().replace(/^dnsmasq: /, '');
  const [, what, line] = /^(.*) at line (\d+) of stdin$/s.exec(said) ?? [];
  return what === undefined ? { said } : { said: what, line: Number(line) };
}

/** The refusal in a sentence; `placeOf` gives the place of a line in what the user wrote. */
export function refusalText(
  { said, line }: Refusal,
  configuration: string,
  placeOf: (line: string, count: number) => string | undefined,
): string {
  const lines = configuration.split('\n');
  const text = line === undefined ? undefined : lines[line - 1];
  if (line === undefined || text === undefined) return `dnsmasq refuses its configuration: ${said}`;
  const count = lines.slice(0, line - 1).filter((other) => optionOf(other) === optionOf(text)).length;
  const place = placeOf(optionOf(text), count);
  return `${place === undefined ? '' : `${place}: `}dnsmasq refuses this: ${said}\n  ${text}`;
}

/** The name of its option; -force is of the same argument. */
function optionOf(line: string): string {
  return (
    line
      .split('=', 1)[0]
      ?.trim()
      .replace(/-force$/, '') ?? ''
  );
}
